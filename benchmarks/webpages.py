"""Web pages as Chinese news sites make them, around any article: for measuring how well body, title, date and source are found.

All names of sites and all words of the pages' furniture are made up.
"""

from __future__ import annotations

import datetime
import html
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """What a page tells: the truth that a reader is measured by."""

    title: str
    paragraphs: Sequence[str]
    date: datetime.date
    source: str
    others: Sequence[str]


def nav(told: Told) -> str:
    return "".join(
        f'<li><a href="/{i}/">{name}</a></li>'
        for i, name in enumerate(["首页", "要闻", "本地", "财经", "教育", "体育", "图片", "视频", "评论"])
    )


def related(told: Told, head: str = "相关阅读") -> str:
    links = "".join(
        f'<li><a href="/a/{i}.html">{html.escape(title)}</a><span>06-0{i}</span></li>' for i, title in enumerate(told.others[:5], 1)
    )
    return f"<h3>{head}</h3><ul>{links}</ul>"


def esc(words: str) -> str:
    return html.escape(words, quote=False)


def ps(told: Told, indent: str = "　　", attributes: str = "") -> str:
    return "\n".join(f"<p{attributes}>{indent}{esc(line)}</p>" for line in told.paragraphs)


def cms(told: Told) -> str:
    """A plain content management system: h1, an info line, paragraphs, editor, share buttons, related list, footer."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{esc(told.title)}-海州新闻网</title></head><body>
<div class="top"><ul>{nav(told)}</ul></div><div class="path">当前位置：<a href="/">首页</a> &gt; <a href="/yw">要闻</a> &gt; 正文</div>
<div class="main"><h1>{esc(told.title)}</h1><div class="info">{told.date} 10:20 来源：{told.source} 作者：林一 <span>字号：大 中 小</span></div>
<div class="content">{ps(told)}<p class="editor">责任编辑：陈平</p></div>
<div class="share">分享到：<a>微信</a><a>微博</a><a>QQ空间</a></div><div class="rel">{related(told)}</div></div>
<div class="side">{related(told, "点击排行")}</div>
<div class="footer"><p>海州新闻网版权所有 未经授权不得转载</p><p>海ICP备00000001号 违法和不良信息举报电话：0000-1234567</p></div></body></html>"""


def trs(told: Told) -> str:
    """A government site: named meta elements, TRS editor with styled spans."""
    body = "".join(
        f'<p style="text-indent:2em"><span style="font-family:宋体;font-size:12pt">{esc(line)}</span></p>' for line in told.paragraphs
    )
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{esc(told.title)}_海州市人民政府</title>
<meta name="SiteName" content="海州市人民政府"><meta name="ArticleTitle" content="{esc(told.title)}"><meta name="PubDate" content="{told.date} 09:12">
<meta name="ContentSource" content="{told.source}"><meta name="ColumnName" content="政务要闻"></head><body><div id="header"><ul>{nav(told)}</ul></div>
<div class="crumb">您的位置：首页 &gt; 新闻中心 &gt; 政务要闻</div><div class="article-box"><div class="article-title">{esc(told.title)}</div>
<div class="article-info"><span>发布时间：{told.date}</span><span>信息来源：{told.source}</span><span>浏览次数：<script>hits()</script>1024</span></div>
<div class="TRS_Editor">{body}</div><div class="tools">【打印】【关闭】</div></div>
<div class="links"><select><option>友情链接</option><option>省政府</option></select></div>
<div id="foot">主办：海州市人民政府办公室　网站标识码：0000000001</div></body></html>"""


def table(told: Told) -> str:
    """A page of twenty years ago: nested tables, br for paragraphs, no h1."""
    body = "<br><br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{esc(line)}" for line in told.paragraphs)
    day = f"{told.date.year}年{told.date.month}月{told.date.day}日"
    return f"""<html><head><title>{esc(told.title)}</title></head><body><table width=960><tr><td>{"|".join(["首页", "新闻", "论坛"])}</td></tr>
<tr><td><table><tr><td align=center><font size=5><b>{esc(told.title)}</b></font></td></tr><tr><td align=center>{day} 来源:{told.source} 点击:326</td></tr>
<tr><td>{body}</td></tr><tr><td align=right>（责编：陈平）</td></tr></table></td>
<td><table><tr><td>热点新闻</td></tr>{"".join(f"<tr><td>·<a href='{i}.htm'>{esc(t)}</a></td></tr>" for i, t in enumerate(told.others[:6]))}</table></td></tr>
<tr><td>Copyright 2024 海州在线 All Rights Reserved</td></tr></table></body></html>"""


def portal(told: Told) -> str:
    """A commercial portal: structured data, og elements, related link and promotion inside the body."""
    lines = [f"<p>{esc(line)}</p>" for line in told.paragraphs]
    lines.insert(len(lines) // 2, f'<p><a href="/b.html">相关阅读：{esc(told.others[0])}</a></p>')
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": told.title,
        "datePublished": f"{told.date}T08:00:00+08:00",
    }
    comments = "".join(
        f'<div class="comment"><b>网友{i}</b><p>支持家乡建设，希望越来越好！</p><span>回复 点赞({i})</span></div>' for i in range(4)
    )
    return f"""<!doctype html><html><head><meta charset=utf-8><title>{esc(told.title)}|海州|新闻_海州门户网</title>
<meta property="og:title" content="{html.escape(told.title)}"><meta property="og:type" content="article">
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head><body><header><nav><ul>{nav(told)}</ul></nav></header>
<main><article><h1 class="main-title">{esc(told.title)}</h1><div class="date-source"><span class="date">{told.date.strftime("%Y年%m月%d日")} 08:00</span>
<span class="source">{told.source}</span></div><div class="article" id="artibody"><div class="img_wrapper"><img src="a.jpg"><span class="img_descr">活动现场。林一 摄</span></div>
{"".join(lines)}<p class="show_author">责任编辑：陈平 </p></div><div class="keywords">文章关键词：<a>海州</a><a>展会</a></div></article>
<section id="comments"><h3>网友评论</h3>{comments}</section><aside>{related(told, "猜你喜欢")}</aside></main>
<footer><p>海州门户网简介｜广告服务｜联系我们｜招聘信息｜网站律师</p><p>Copyright © 1996-2024 All Rights Reserved 版权所有</p></footer></body></html>"""


def wechat(told: Told) -> str:
    """A page of a public account: sections in sections, the account's name as source, time by script."""
    body = "".join(
        f'<section style="margin:0"><section><p style="letter-spacing:1px"><span>{esc(line)}</span></p></section></section>'
        for line in told.paragraphs
    )
    return f"""<html><head><meta charset="utf-8"><meta property="og:title" content="{html.escape(told.title)}"><title></title></head><body>
<div id="js_article" class="rich_media"><div class="rich_media_inner"><h1 class="rich_media_title" id="activity-name">
{esc(told.title)}
</h1><div id="meta_content"><span class="rich_media_meta rich_media_meta_text">林一</span><a id="js_name">{told.source}</a>
<em id="publish_time">{told.date} 18:30</em></div><div class="rich_media_content" id="js_content"><p><span>点击蓝字 关注我们</span></p>{body}
<p>来源｜{told.source}</p><p>编辑｜陈平</p><p>审核｜林一</p></div></div><div class="tips">微信扫一扫<br>关注该公众号</div>
<div class="bar">预览时标签不可点 阅读原文 阅读 1万+ 赞 在看</div></div></body></html>"""


def wire(told: Told) -> str:
    """A news agency: date and source below the title in one line, dateline in the text, pages, a list of latest news."""
    first, *rest = told.paragraphs
    body = f"<p>　　中海社海州{told.date.month}月{told.date.day}日电 {esc(first)}</p>" + "".join(f"<p>　　{esc(line)}</p>" for line in rest)
    return f"""<html><head><meta charset="gb2312"><title>{esc(told.title)}--时政--中海网</title><meta name="publishdate" content="{told.date}">
<meta name="source" content="来源：{told.source}"></head><body><div class="nav"><ul>{nav(told)}</ul></div><div class="text_c"><h3 class="pre">海州观察</h3>
<h1>{esc(told.title)}</h1><h4 class="sub"></h4><p class="sou">{told.date.strftime("%Y年%m月%d日%H:%M")}　　来源：<a href="#">{told.source}</a></p>
<div class="show_text">{body}<div class="page_n"><a>【1】</a><a>【2】</a><a>下一页</a></div></div><div class="edit clearfix">(责编：陈平、林一)</div>
<p class="zdfy">分享让更多人看到</p></div><div class="hot">{related(told, "推荐阅读")}</div><div class="fix">返回顶部</div>
<p class="foot">中海网股份有限公司版权所有，未经书面授权禁止使用</p></body></html>"""


def mobile(told: Told) -> str:
    """A mobile page: divs only, no semantic element, an app promotion on top."""
    body = "".join(f'<div class="para">{esc(line)}</div>' for line in told.paragraphs)
    return f"""<html><head><meta charset="utf-8"><title>{esc(told.title)}</title><meta name="viewport" content="width=device-width"></head><body>
<div class="app-bar">海州头条 打开APP 看更多精彩</div><div class="wrap"><div class="hd"><div class="tt">{esc(told.title)}</div>
<div class="meta"><span>{told.source}</span> <span>{told.date} 07:45</span></div></div><div class="bd">{body}</div>
<div class="declare">特别声明：以上内容仅代表作者本人的观点或立场，不代表本平台。如因作品内容、版权或其他问题需要联系，请于30日内进行。</div>
<div class="more">展开全文</div><div class="rec"><div>大家都在看</div>{"".join(f'<div class="it"><div>{esc(t)}</div><div>海州头条 12评论</div></div>' for t in told.others[:6])}</div></div></body></html>"""


def paper(told: Told) -> str:
    """The web edition of a newspaper: page list and article list at the left, the article at the right, kicker and subtitle."""
    pages = "".join(f"<li><a href=p{i}.htm>第0{i}版：要闻</a></li>" for i in range(1, 5))
    titles = "".join(f"<li><a href=c{i}.htm>{esc(t)}</a></li>" for i, t in enumerate(told.others[:6]))
    week = "一二三四五六日"[told.date.weekday()]
    day = f"{told.date.year}年{told.date.month:02}月{told.date.day:02}日 星期{week}"
    return f"""<html><head><meta charset=utf-8><title>{told.source}数字报</title></head><body><div class="left"><div>{day}</div><ul>{pages}</ul><ul>{titles}</ul>
<a>上一期</a> <a>下一期</a></div><div class="article"><h3></h3><h1>{esc(told.title)}</h1><h2></h2><p class="sec"> 《{told.source}》（{day}　第 02 版） </p>
<div id="articleContent">{ps(told)}</div><div>本版责编：陈平</div></div><div class="f">{told.source}版权所有</div></body></html>"""


def bare(told: Told) -> str:
    """A page whose body is text and br in one div beside its title in a strong element."""
    body = "<br/>\n".join(f"　　{esc(line)}" for line in told.paragraphs)
    return f"""<html><head><meta charset=utf-8><title>{esc(told.title)} - {told.source}</title></head><body><div id=menu>{nav(told)}</div>
<div class=c><center><strong>{esc(told.title)}</strong></center><center>时间：{told.date.strftime("%Y/%m/%d")} 08:10:00&nbsp;&nbsp;来源：{told.source}&nbsp;&nbsp;阅读：88次</center><hr>
<div>{body}<br/><br/>　　（完）</div><hr>上一篇：<a href=1>{esc(told.others[0])}</a><br>下一篇：<a href=2>{esc(told.others[1])}</a></div>
<div class=b>联系电话：0000-7654321 邮编：000000 技术支持：海州科技</div></body></html>"""


def university(told: Told) -> str:
    """A university's news site: a picture with a caption in the body, contributor lines, previous and next."""
    lines = [f"<p>{esc(line)}</p>" for line in told.paragraphs]
    lines.insert(1, '<p style="text-align:center"><img src="1.jpg"></p><p style="text-align:center">会议现场</p>')
    return f"""<html><head><meta charset=utf-8><title>{esc(told.title)}-海州大学新闻网</title></head><body><ul class=menu>{nav(told)}</ul><div class=pos>首页 / 学校要闻 / 正文</div>
<form name="_newscontent"><div class=detail><h2 class=t>{esc(told.title)}</h2><p class=attr>发布日期：{told.date} 　　作者：林一 　　来源：{told.source} 　　点击：[1286]</p>
<div id=vsb_content><div class=v_news_content>{"".join(lines)}<p style="text-align:right">（撰稿：林一 摄影：陈平 编辑：何小舟）</p></div></div></div></form>
<p>上一条：<a href=1>{esc(told.others[2])}</a></p><p>下一条：<a href=2>{esc(told.others[3])}</a></p><div class=bq>地址：海州市大学路1号 邮编：000001 海州大学党委宣传部 版权所有</div></body></html>"""


def divs(told: Told) -> str:
    """Paragraphs in spans and divs with inline links and bold names; time as time element; a long side list of titles with summaries."""

    def link(line: str) -> str:
        return esc(line[:6]) + f"<a href='#'>{esc(line[6:10])}</a>" + esc(line[10:])

    body = "".join(f"<div><span>{link(line)}</span></div>" for line in told.paragraphs)
    side = "".join(f"<div class=card><a><h4>{esc(t)}</h4><p>{esc(t)}，详情请看本网报道。</p></a></div>" for t in told.others)
    return f"""<!DOCTYPE html><html lang=zh><head><meta charset=utf-8><title>{esc(told.title)} – {told.source}</title><meta name=description content="{html.escape(told.paragraphs[0][:60])}"></head>
<body><header class=site><a>海州观察</a><nav>{nav(told)}</nav></header><div class=grid><div class=col><h1>{esc(told.title)}</h1><div class=by><a>{told.source}</a> · <time datetime="{told.date}T10:00:00+08:00">{told.date.month}月{told.date.day}日</time></div>
<div class=post>{body}</div><div class=tags>标签：<a>海州</a> <a>经济</a></div><div class=sh>分享 收藏 举报</div></div><div class=col2><h3>最新文章</h3>{side}</div></div><footer>关于我们 | 加入我们 | 用户协议 | 隐私政策</footer></body></html>"""


def gov(told: Told) -> str:
    """A ministry: the source in a second line, a label table, share by script, attachments."""
    return f"""<html><head><meta charset=utf-8><title>{esc(told.title)}__海州市教育局</title></head><body><div class=head>海州市教育局</div><div class=menu>{nav(told)}</div>
<div class=BreadcrumbNav>首页&gt;新闻动态</div><div class=pages_content><h1>{esc(told.title)}</h1><div class=pages-date>{told.date} 15:07 <span class=font>来源： {told.source}</span><span>【字体：<a>大</a> <a>中</a> <a>小</a>】</span><span>打印</span></div>
<div id=UCAP-CONTENT>{ps(told)}</div><div class=editor>责任编辑：林一</div><div class=related><div>相关稿件</div><ul>{"".join(f"<li><a>{esc(t)}</a></li>" for t in told.others[:4])}</ul></div>
<div class=ewm>扫一扫在手机打开当前页</div></div><div class=footer>版权所有：海州市教育局 网站地图 | 联系我们</div></body></html>"""


SITES: tuple[Callable[[Told], str], ...] = (cms, trs, table, portal, wechat, wire, mobile, paper, bare, university, divs, gov)


def draw(articles: Sequence[tuple[str, Sequence[str], datetime.date]], seed: int = 1) -> list[tuple[str, Told, bytes]]:
    """Each article on a page of each site in turn: the site's name, the truth, and the page's bytes in the site's encoding."""
    chance = random.Random(seed)
    sources = ("海州晚报", "海州日报客户端", "中海社", "海州市融媒体中心", "海州大学新闻网")
    titles = [title for title, _, _ in articles]
    pages = []
    for number, (title, paragraphs, date) in enumerate(articles):
        told = Told(title, paragraphs, date, chance.choice(sources), chance.sample(titles, min(12, len(titles))))
        site = SITES[number % len(SITES)]
        codec = "gb18030" if site in (wire, table) else "utf-8"
        pages.append((site.__name__, told, site(told).encode(codec)))
    return pages
