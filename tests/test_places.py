"""Places: names and the divisions, countries and cities that they are or lie in."""

from __future__ import annotations

import random

import pytest

from kg.places import containing, country_named, country_of_side, division_of, is_place, locate
from tests.telling import compare


@pytest.mark.parametrize(
    ("name", "full_name", "code", "rest"),
    [
        ("北京市通州区城市绿心森林公园", "北京市通州区", "110112", "城市绿心森林公园"),
        ("北京", "北京市", "110000", ""),
        ("北京海淀", "北京市海淀区", "110108", ""),
        ("海淀", "北京市海淀区", "110108", ""),
        ("江西赣州章贡区", "江西省赣州市章贡区", "360702", ""),
        ("江西章贡区", "江西省赣州市章贡区", "360702", ""),
        ("广州南沙区", "广东省广州市南沙区", "440115", ""),
        ("南昌", "江西省南昌市", "360100", ""),
        ("南昌县", "江西省南昌市南昌县", "360121", ""),
        ("吉林", "吉林省", "220000", ""),
        ("吉林市", "吉林省吉林市", "220200", ""),
        ("西安", "陕西省西安市", "610100", ""),
        ("济源市", "河南省济源市", "419001", ""),
        ("内蒙古", "内蒙古自治区", "150000", ""),
        ("恩施州", "湖北省恩施土家族苗族自治州", "422800", ""),
        ("香港湾仔区", "香港特别行政区湾仔区", "", ""),
        ("台北", "台湾省台北市", "710100", ""),
        ("雄安新区", "河北省雄安新区", "", ""),
        ("浦东新区", "上海市浦东新区", "310115", ""),
        ("南京图书馆", "江苏省南京市", "320100", "图书馆"),
        ("中国北京", "北京市", "110000", ""),
        ("新疆天山脚下", "新疆维吾尔自治区", "650000", "天山脚下"),
        ("北京朝阳公园", "北京市朝阳区", "110105", "公园"),
    ],
)
def test_divisions(name: str, full_name: str, code: str, rest: str) -> None:
    place = locate(name)
    assert place is not None
    assert (place.full_name, place.code, place.rest, place.country) == (full_name, code, rest, "CN")


@pytest.mark.parametrize(
    "name",
    ["朝阳", "朝阳区", "鼓楼区", "通州", "和平", "南京路", "上海路步行街", "印度洋", "太湖", "西湖", "海淀剧院", "国家会议中心", "", "区"],
)
def test_unknown_or_ambiguous(name: str) -> None:
    assert locate(name) is None


@pytest.mark.parametrize(
    ("name", "near", "code"),
    [
        ("朝阳", "北京", "110105"),
        ("朝阳区", "长春市", "220104"),
        ("鼓楼区", "南京", "320106"),
        ("朝阳", "辽宁", "211300"),
        ("海淀剧院", "北京", "110108"),
        ("西湖", "杭州", "330106"),
    ],
)
def test_near(name: str, near: str, code: str) -> None:
    place = locate(name, near=near)
    assert place is not None
    assert place.code == code


@pytest.mark.parametrize(
    ("name", "country", "level", "rest"),
    [
        ("德国", "DE", "country", ""),
        ("德意志联邦共和国", "DE", "country", ""),
        ("柏林", "DE", "city", ""),
        ("德国柏林", "DE", "city", ""),
        ("日内瓦万国宫", "CH", "city", "万国宫"),
        ("刚果（金）", "CD", "country", ""),
        ("中国", "CN", "country", ""),
        ("非洲", "", "region", ""),
    ],
)
def test_foreign(name: str, country: str, level: str, rest: str) -> None:
    place = locate(name)
    assert place is not None
    assert (place.country, place.level, place.rest) == (country, level, rest)


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("北京市通州区", ["北京市", "中国"]),
        ("章贡区", ["赣州市", "江西省", "中国"]),
        ("博鳌", ["琼海市", "海南省", "中国"]),
        ("柏林", ["德国"]),
        ("中国", []),
    ],
)
def test_containing(name: str, above: list[str]) -> None:
    place = locate(name)
    assert place is not None
    assert [p.name for p in containing(place)] == above


def test_a_common_word_after_a_country_is_no_place() -> None:
    place = locate("中国平安")
    assert place is not None
    assert (place.name, place.rest) == ("中国", "平安")


def test_is_place_takes_ambiguous_names_and_no_venues() -> None:
    assert [is_place(name) for name in ("朝阳区", "北京", "法国", "上海国际会议中心", "创新")] == [True, True, True, False, False]


NAMES = (
    "中国", "北京", "北京市", "朝阳", "朝阳区", "海淀", "江西", "江西省", "赣州", "赣州市", "章贡区", "南昌", "南昌县", "吉林",
    "吉林市", "通州", "通州区", "鼓楼区", "南京", "西安", "新疆", "内蒙古", "恩施", "恩施州", "长阳县", "香港", "湾仔区",
    "澳门", "台北", "雄安新区", "浦东新区", "上海", "和平", "和平区", "西湖", "西湖区", "杭州", "中山", "巴黎", "法国", "日本",
    "东京", "美国", "纽约", "非洲", "东南亚", "韩国", "长春", "辽宁", "河南", "济源市", "海南", "三亚", "天津", "重庆", "万州",
    "中方", "城", "区",
)  # fmt: skip
VENUES = ("", "", "图书馆", "公园", "路", "街道", "大学", "水利厅", "国际会展中心", "山脚下", "人", " 会场", "新区", "县")


def test_places_put_together_are_where_they_were(pytestconfig: pytest.Config) -> None:
    """Names of divisions behind one another and before venues, each alone and near another place."""
    chance, told = random.Random(5), []
    for _ in range(500):
        name = "".join(chance.choice(NAMES) for _ in range(chance.choice((1, 1, 2, 2, 3)))) + chance.choice(VENUES)
        near = chance.choice(NAMES)
        found = [
            (place.full_name, place.level, place.code, place.country, place.rest) for hint in ("", near) if (place := locate(name, hint))
        ]
        one = locate(name, near)
        above = [outer.name for outer in containing(one)] if one else []
        more = [
            is_place(name),
            country_named(name),
            country_of_side(name, near + name[::-1]),
            *(division_of(name, end) for end in "省市区"),
        ]
        told.append(f"{name} {near} | {' '.join(map(str, found))} | {' '.join(above)} | {more}")
    compare("places.txt", told, rewrite=pytestconfig.getoption("--rewrite-golden"))
