"""More web pages of another make, which no rule was made on: a score-only half beside `webpages.py`. All names and words are made up."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Sequence

from webpages import Told, esc


def _links(told: Told, count: int, tag: str = "li") -> str:
    return "".join(f"<{tag}><a href='#{n}'>{esc(title)}</a></{tag}>" for n, title in enumerate(told.others[:count]))


def app(told: Told) -> str:
    """A single page application as it was saved: names of classes without sense, a time element, comments of several sentences."""
    lines = "".join(f'<div class="css-1k2"><span data-text="true">{esc(line)}</span></div>' for line in told.paragraphs)
    replies = "".join(
        f"<div class='css-9z'><div>读者{n}</div><div>写得很好。我上个月也去过，人不少，希望以后多办几次。</div><div>3天前 赞 {n} 回复</div></div>"
        for n in range(5)
    )
    cards = "".join(f"<a class='css-3c'><p>{esc(t)}</p><p>山城快报 · {n}小时前</p></a>" for n, t in enumerate(told.others[:8], 2))
    return f"""<!doctype html><html lang=zh-CN><head><meta charset=utf-8><title>{esc(told.title)} - 山城快报</title>
<meta property="article:published_time" content="{told.date}T09:30:00+08:00"></head><body><div id=root><div class=css-0><a>山城快报</a><a>推荐</a><a>热榜</a>
<a>视频</a><button>登录</button></div><div class=css-a><h1>{esc(told.title)}</h1><div class=css-m><span>{told.source}</span><time>{told.date} 09:30</time><span>阅读 1.2万</span></div>
{lines}<div class=css-t><span>#山城</span><span>#生活</span></div><div>点赞 36</div><div>收藏</div><div>分享</div></div><div class=css-r><div>全部评论 5</div>{replies}</div>
<div class=css-s><div>为你推荐</div>{cards}</div><div class=css-f>© 2024 山城快报 用户协议 隐私政策 增值电信业务许可证</div></div></body></html>"""


def county(told: Told) -> str:
    """The site of a county: a table of index numbers above the text, sizes of type, attachments below."""
    body = "".join(f'<p style="text-align:justify;text-indent:2em;">{esc(line)}</p>' for line in told.paragraphs)
    return f"""<html><head><meta charset=utf-8><title>{esc(told.title)}-山城县人民政府</title></head><body><div class=top><a>政务公开</a><a>办事服务</a><a>互动交流</a></div>
<div class=wz>当前位置： 首页 &gt; 政务动态 &gt; 部门动态</div><table class=xxgk><tr><td>索 引 号：</td><td>000000/2024-00012</td><td>公开日期：</td><td>{told.date}</td></tr>
<tr><td>发布机构：</td><td>{told.source}</td><td>有效性：</td><td>有效</td></tr></table><div class=bt>{esc(told.title)}</div>
<div class=sx>日期：{told.date} 来源：{told.source} 【字体： 大 中 小 】 浏览： <span>231</span>次</div><div class=zoom id=Zoom>{body}</div>
<div class=fj>附件：</div><div><a>1.名单.doc</a></div><div class=dy>打印本页 关闭窗口</div><div class=xg>相关信息</div><ul>{_links(told, 4)}</ul>
<div class=foot>主办：山城县人民政府 承办：山城县大数据中心 联系电话：0000-5550000 网站标识码：0000000002 备案号：山ICP备00000002号</div></body></html>"""


def station(told: Told) -> str:
    """A broadcaster: year, day and time in three elements, figures with captions, the editors in a list."""
    lines = [f"<p>　　{esc(line)}</p>" for line in told.paragraphs]
    lines.insert(1, "<figure><img src=a.jpg><figcaption>活动现场 周舟摄</figcaption></figure>")
    return f"""<html><head><meta charset=utf-8><title>{esc(told.title)}_江声网</title></head><body><div class=nav><a>新闻</a><a>直播</a><a>节目单</a></div>
<div class=head><div class=hd-time><span class=year>{told.date.year}</span> <span class=day>{told.date.month:02}/{told.date.day:02}</span> <span class=tm>10:20:31</span></div>
<div class=src>来源：{told.source}</div><h1><span class=title>{esc(told.title)}</span></h1></div><div id=detail>{"".join(lines)}</div>
<div class=bj><span>【责任编辑:周舟】</span></div><div class=more><h2>深度观察</h2><ul>{_links(told, 3)}</ul></div><div class=ewm>扫码下载客户端</div>
<div class=copy>Copyright © 2000 - 2024 江声网 制作单位：江声网技术部 版权所有</div></body></html>"""


def tabloid(told: Told) -> str:
    """A page of advertisements: boxes within the text, a line that asks to follow, a list of what others read."""
    lines = [f"<p>{esc(line)}</p>" for line in told.paragraphs]
    lines.insert(1, "<div class=ad>广告</div><p><strong>延伸阅读：</strong><a>" + esc(told.others[0]) + "</a></p>")
    lines.append("<p>更多精彩内容，请关注江城生活圈微信公众号。</p>")
    return f"""<!doctype html><html><head><meta charset=utf-8><title>{esc(told.title)}_江城生活圈</title><meta name=keywords content="江城"></head><body>
<div class=hd><ul><li>首页</li><li>吃喝</li><li>亲子</li><li>楼市</li></ul></div><div class=l><h1 class=t>{esc(told.title)}</h1>
<div class=i><span>{told.date.year}-{told.date.month}-{told.date.day} 16:08</span><span>{told.source}</span><span>评论(8)</span></div><div class=c>{"".join(lines)}</div>
<div class=sm>【免责声明】本文仅代表作者本人观点，与江城生活圈无关。请读者仅作参考，并自行核实相关内容。</div></div>
<div class=r><h3>今日热点</h3><ol>{_links(told, 9)}</ol></div><div class=b>关于我们 商务合作 投稿 举报</div></body></html>"""


def blog(told: Told) -> str:
    """A blog engine: entry title and meta, tags, neighbours, a form for comments."""
    body = "".join(f"<p>{esc(line)}</p>\n" for line in told.paragraphs)
    day = f"{told.date.year}年{told.date.month}月{told.date.day}日"
    return f"""<!DOCTYPE html><html><head><meta charset="UTF-8"><title>{esc(told.title)} &#8211; {told.source}</title></head><body class="single">
<header class="site-header"><p class="site-title"><a>{told.source}</a></p><p>记录身边的变化</p><nav class="menu"><ul><li><a>首页</a></li><li><a>关于</a></li></ul></nav></header>
<article class="post"><header class="entry-header"><h1 class="entry-title">{esc(told.title)}</h1><div class="entry-meta">发表于 <time datetime="{told.date}T08:00:00+08:00">{day}</time> 由 小舟</div></header>
<div class="entry-content">{body}</div><footer class="entry-footer">分类：动态 标签：社区、活动</footer></article>
<nav class="post-navigation"><a>上一篇文章：{esc(told.others[0])}</a><a>下一篇文章：{esc(told.others[1])}</a></nav>
<div id="comments"><h3>发表回复</h3><p>您的邮箱地址不会被公开。 必填项已用 * 标注</p><label>评论</label><button>发表评论</button></div>
<aside class="widget-area"><h2>近期文章</h2><ul>{_links(told, 5)}</ul><h2>归档</h2><ul><li>2024年5月</li><li>2024年4月</li></ul></aside>
<footer>自豪地采用开源程序</footer></body></html>"""


def college(told: Told) -> str:
    """A college on a ready-made system: h1 within the article, a line of publisher, time and count."""
    body = "".join(f"<p class='p_text_indent_2'><span>{esc(line)}</span></p>" for line in told.paragraphs)
    return f"""<html><head><meta charset=utf-8><title>{esc(told.title)}</title></head><body><div class=wp-header><ul><li><a>学院首页</a></li><li><a>机构设置</a></li><li><a>师资队伍</a></li></ul></div>
<div class=col_news><h3>新闻动态</h3><ul>{_links(told, 3)}</ul></div><div class=article><h1 class=arti_title>{esc(told.title)}</h1>
<p class=arti_metas><span class=arti_publisher>发布者：周舟</span><span class=arti_update>发布时间：{told.date}</span><span>来源：{told.source}</span><span>浏览次数：<span>117</span></span></p>
<div class=wp_articlecontent>{body}<p style='text-align:right'>文/周舟 图/江月</p></div></div><div class=fr>返回原图 / </div>
<div class=footer>地址：山城市学府路9号 邮编：000002 Copyright 2024 山城学院</div></body></html>"""


def company(told: Told) -> str:
    """A company: the day apart from month and year, a banner with the title, a share bar and a form."""
    body = "<br>".join(esc(line) for line in told.paragraphs)
    return f"""<html><head><meta charset=utf-8><title>{esc(told.title)}-新闻中心-山城水务</title></head><body><div class=h>山城水务 <a>走进水务</a> <a>新闻中心</a> <a>加入我们</a></div>
<div class=crumbs><a>首页</a> / <a>新闻中心</a> / <span>正文</span></div><h2 class=news-h>{esc(told.title)}</h2><div class=news-s><span>时间：{told.date.strftime("%Y.%m.%d")}</span> <span>作者：{told.source}</span></div>
<div class=news-c>{body}</div><div class=share>分享到：<i>微博</i><i>微信</i></div><div class=pn><p>上一条：{esc(told.others[3])}</p><p>下一条：没有了</p></div>
<div class=form>在线留言<input placeholder=姓名><button>提交</button></div><div class=f>服务热线：000-000-0000 技术支持：江月科技</div></body></html>"""


def forum(told: Told) -> str:
    """A forum: the first post in a table cell, replies below it, signatures."""
    body = "<br />\n<br />\n".join(esc(line) for line in told.paragraphs)
    replies = "".join(
        f"<div class=pl><td>路人{n}</td><td class=t_f>谢谢分享，学习了</td><td>发表于 {told.date} 1{n}:00</td></div>" for n in range(4)
    )
    return f"""<html><head><meta charset=gbk><title>{esc(told.title)} - 城事杂谈 - 江城论坛</title></head><body><div id=hd>江城论坛 设为首页 收藏本站</div><div id=pt>江城论坛›版块›城事杂谈›查看内容</div>
<h1 class=ts><span id=thread_subject>{esc(told.title)}</span></h1><table><tr><td class=pls>{told.source}<br>积分 1024<br>主题 36</td><td class=plc><div class=authi>发表于 {told.date} 08:12 | 只看该作者</div>
<div class=t_fsz><table><tr><td class=t_f id=postmessage_1>{body}</td></tr></table></div><div class=po>回复 举报</div></td></tr></table>{replies}<div id=ft>Powered by 江城 小黑屋 手机版</div></body></html>"""


def epaper(told: Told) -> str:
    """An electronic newspaper in tables: kicker and title in cells, founder's tags around the text, the list of pages beside it."""
    body = "".join(f"<P>　　{esc(line)}</P>" for line in told.paragraphs)
    pages = "".join(f"<tr><td><a>第{n:02}版：要闻</a></td></tr>" for n in range(1, 6))
    day = f"{told.date.year}年{told.date.month}月{told.date.day}日"
    return f"""<html><head><meta charset=utf-8><title>{told.source}-{esc(told.title)}</title></head><body><table><tr><td>{told.source} {day} 星期三</td><td>往期回顾 返回目录</td></tr></table>
<table><tr><td><table>{pages}</table></td><td><table><tr><td class=font02></td></tr><tr><td class=font01 align=center><strong>{esc(told.title)}</strong></td></tr>
<tr><td>《{told.source}》（ {day} 第 03 版）</td></tr><tr><td><founder-content>{body}</founder-content></td></tr></table><table><tr><td>上一篇 下一篇</td></tr></table></td></tr></table>
<div>{told.source}社版权所有 未经书面授权不得复制或建立镜像</div></body></html>"""


def tail(told: Told) -> str:
    """A page that tells its source and day only behind the text."""
    body = "".join(f"<p>{esc(line)}</p>" for line in told.paragraphs)
    return f"""<!doctype html><html><head><meta charset=utf-8><title>{esc(told.title)}|山城在线</title></head><body><div class=n>山城在线 | 首页 | 时政 | 社会 | 文娱</div>
<div class=m><h1>{esc(told.title)}</h1><div class=b>{body}</div><div class=s>稿源：{told.source}　编辑：周舟　{told.date} 14:05</div>
<div class=x>推荐</div><ul>{_links(told, 6)}</ul></div><div class=z>山城在线版权与免责声明：凡本网注明“来源：山城在线”的所有作品，版权均属于山城在线，未经授权不得转载。</div></body></html>"""


SITES: tuple[Callable[[Told], str], ...] = (app, county, station, tabloid, blog, college, company, forum, epaper, tail)


def draw(articles: Sequence[tuple[str, Sequence[str], datetime.date]], seed: int = 2) -> list[tuple[str, Told, bytes]]:
    """Each article on a page of each site in turn: the site's name, the truth, and the page's bytes."""
    chance = random.Random(seed)
    sources = ("山城日报", "江声广播电台", "山城县融媒体中心", "江城晚报", "山城学院新闻网")
    titles = [title for title, _, _ in articles]
    pages = []
    for number, (title, paragraphs, date) in enumerate(articles):
        told = Told(title, paragraphs, date, chance.choice(sources), chance.sample(titles, min(12, len(titles))))
        site = SITES[number % len(SITES)]
        pages.append((site.__name__, told, site(told).encode("gb18030" if site is forum else "utf-8")))
    return pages
