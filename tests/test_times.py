"""Dates: one table of (text, publication date, expected)."""

from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Span
from kg.times import date_bounds, find_dates

BASE = datetime.date(2023, 5, 22)  # a Monday

DATES = [
    ("28日，大会闭幕。", "28日 2023-04-28"),
    ("大会将于28日闭幕。", "28日 2023-05-28"),
    ("展览5月18-21日举行", "5月18-21日 2023-05-18..2023-05-21"),
    ("时间为5 月 20-31 日。", "5 月 20-31 日 2023-05-20..2023-05-31"),
    ("论坛定于11月30日至12月3日举行", "11月30日至12月3日 2023-11-30..2023-12-03"),
    ("今年1月出台的措施", "今年1月 2023-01"),
    ("去年成立的学会", "去年 2022"),
    ("记者今天（5月20日）获悉", "今天（5月20日） 2023-05-20"),
    ("昨天和前天都有雨，明天放晴", "昨天 2023-05-21|前天 2023-05-20|明天 2023-05-23"),
    ("5月20日上午9时30分，仪式开始", "5月20日上午9时30分 2023-05-20"),
    ("5月20日（周六）晚", "5月20日（周六）晚 2023-05-20"),
    ("2023年5月", "2023年5月 2023-05"),
    ("截至2023-05-20", "2023-05-20 2023-05-20"),
    ("２０２３年５月２０日", "２０２３年５月２０日 2023-05-20"),
    ("二〇二三年五月二十日", "二〇二三年五月二十日 2023-05-20"),
    ("周三召开", "周三 2023-05-17"),
    ("将于周三召开", "周三 2023-05-24"),
    ("本周五发布，上周一通过，下周日结束", "本周五 2023-05-26|上周一 2023-05-15|下周日 2023-06-04"),
    ("星期天休息", "星期天 2023-05-21"),
    ("2021—2025年规划", "2021—2025年 2021..2025"),
    ("2022年11月至2023年3月", "2022年11月至2023年3月 2022-11..2023-03"),
    ("今年上半年增长", "今年上半年 2023-01..2023-06"),
    ("1—4月，进出口增长", "1—4月 2023-01..2023-04"),
    ("1—4月增长", "1—4月 2023-01..2023-04"),
    ("今年前4个月", "今年前4个月 2023-01..2023-04"),
    ("2018年至2020年间", "2018年至2020年 2018..2020"),
    ("今年的5月20日", "今年的5月20日 2023-05-20"),
    ("3月举行", "3月 2023-03"),
    ("12月通过", "12月 2022-12"),
    ("将于9月开幕", "9月 2023-09"),
    ("5月31日截止", "5月31日 2023-05-31"),
    ("2022年12月30日至1月3日", "2022年12月30日至1月3日 2022-12-30..2023-01-03"),
    ("5月18日、19日两天", "5月18日 2023-05-18|19日 2023-05-19"),
    ("5月18、19日两天", "5月18 2023-05-18|19日 2023-05-19"),
    ("2018年3月12日成立，13日挂牌", "2018年3月12日 2018-03-12|13日 2018-03-13"),
    ("上月20日与本月3日", "上月20日 2023-04-20|本月3日 2023-05-03"),
    ("习近平近日在多伦多5月20日的活动", "近日 ..2023-05-22|5月20日 2023-05-20"),
    ("气象台预计，23—25日，有一股冷空气将南下", "23—25日 2023-05-23..2023-05-25"),
    ("20日，公司宣布将扩产", "20日 2023-05-20"),
    ("周一至周五开放", ""),
    ("北京5月22日电", "5月22日 2023-05-22"),
    ("5月20日至今", "5月20日至今 2023-05-20"),
    # none of these is a date
    ("3日内答复，7日游，花了100日元", ""),
    ("每年5月举办，每周三更新，第3日", ""),
    ("3个月、5年、30周年、一周三次", ""),
    ("网址 192.168.2.10，电话 010-6655-2233", ""),
    ("今日头条和12日本选手", ""),
    ("光明日报记者；当年的老师", ""),
    ("2023年2月30日和13月5日", ""),
]


def shown(text: str, base: datetime.date | None, context: str = "") -> str:
    found = find_dates(text, base, context=context)
    assert all(date.span.of(text) == date.text for date in found)
    return "|".join(f"{date.text} {date.start}" + (f"..{date.end}" if date.end else "") for date in found)


@pytest.mark.parametrize(("text", "expected"), DATES, ids=[text for text, _ in DATES])
def test_dates(text: str, expected: str) -> None:
    assert shown(text, BASE) == expected


@pytest.mark.parametrize(
    ("text", "edtf", "start"),
    [
        ("近日印发", "/2023-05-22~", ""),
        ("近年来", "/2023~", ""),
        ("12月下旬", "2022-12-21~/2022-12-31~", "2022-12"),
        ("2022年底", "2022-10~/2022-12~", "2022"),
        ("2025年前建成", "/2025", ""),
        ("2018年以来", "2018/..", "2018"),
        ("10月末", "2022-10-21~/2022-10-31~", "2022-10"),
        ("春节", "2023-01-22~/2023-01-22~", "2023-01"),
        ("农历八月十五", "2023-09-29", "2023-09-29"),
    ],
)
def test_intervals(text: str, edtf: str, start: str) -> None:
    (date,) = find_dates(text, BASE)
    assert (date.edtf, date.start) == (edtf, start)


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("当天，双方签约", "2023-05-18", "当天 2023-05-18"),
        ("当日，孩子们参观", "", "当日 2023-05-22"),
        ("次日返回", "2023-05-31", "次日 2023-06-01"),
        ("次日返回", "", ""),
        ("同月成立", "2019-07-01", "同月 2019-07"),
        ("同年12月", "2019-07-01", "同年12月 2019-12"),
        ("15日抵达", "2019-07-01", "15日 2019-07-15"),
        ("15日抵达", "2023-03-01", "15日 2023-05-15"),
    ],
)
def test_context(text: str, context: str, expected: str) -> None:
    assert shown(text, BASE, context) == expected


def test_without_publication_date_only_full_dates_are_read() -> None:
    assert shown("近日、昨天、28日、5月3日、去年、周三、年底和2023年5月3日", None) == "近日 |2023年5月3日 2023-05-03"


@pytest.mark.parametrize(
    ("edtf", "bounds"),
    [
        ("2023", ("2023-01-01", "2023-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-05-18/2023-05-21", ("2023-05-18", "2023-05-21")),
        ("/2025", ("", "2025-12-31")),
        ("2018/..", ("2018-01-01", "")),
        ("2022-12-21~/2022-12-31~", ("2022-12-21", "2022-12-31")),
        ("", ("", "")),
    ],
)
def test_bounds(edtf: str, bounds: tuple[str, str]) -> None:
    assert date_bounds(edtf) == bounds


@given(
    st.lists(
        st.sampled_from([*"0129９年月日号至—、一十初周三（）()的 。", "次日", "明年", "农历", "前两个月", "以来", "上旬"]), max_size=14
    ).map("".join),
    st.sampled_from([None, BASE, datetime.date(2024, 2, 29), datetime.date.max, datetime.date.min]),
    st.sampled_from(["", "2024", "2024-02", "2023-01-31"]),
)
def test_any_text_gives_dates_of_the_calendar_in_order(text: str, base: datetime.date | None, context: str) -> None:
    end = 0
    for date in find_dates(text, base, context=context):
        assert date.span.start >= end
        assert date.span.of(text) == date.text
        first, last = date_bounds(date.edtf)
        for day in filter(None, (first, last)):
            datetime.date.fromisoformat(day)
        assert not (first and last) or first <= last
        end = date.span.end


def test_span_counts_from_the_sentence() -> None:
    assert find_dates("大会于5月20日开幕", BASE)[0].span == Span(3, 8)


def test_time_is_linear() -> None:
    begin = time.process_time()
    find_dates("1" * 20000 + "一" * 20000 + "1月" * 10000 + "至" * 20000 + "2023-" * 8000, BASE)
    assert time.process_time() - begin < 3
