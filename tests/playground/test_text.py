import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.text import Formatted, ParseError, parse, trimmed, utf16_length, with_detected


def marked(text: str, mode: str) -> tuple[str, list[tuple[str, str]]]:
    body = parse(text, mode)
    return body.text, [(entity.type, body.part(entity)) for entity in body.entities]


@pytest.mark.parametrize(
    ("text", "plain", "entities"),
    [
        ("<b>a<i>b</i></b>c", "abc", [("bold", "ab"), ("italic", "b")]),
        ("😀 <u>é</u>", "😀 é", [("underline", "é")]),
        ("&lt;b&gt; &amp;&quot;&#33;&#x21; &nbsp; &", '<b> &"!! &nbsp; &', []),
        ("<strong>a</strong><em>b</em><del>c</del>", "abc", None),
        ("<tg-spoiler>x</tg-spoiler><span class='tg-spoiler'>y</span>", "xy", None),
        ("<a href='http://a.example/?x=1&amp;y'>a</a>", "a", [("text_link", "a")]),
        ("<a href='tg://user?id=5'>you</a>", "you", [("text_mention", "you")]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", "q")]),
        ("<blockquote>q</blockquote>", "q", [("blockquote", "q")]),
        ("<pre><code class='language-py'>x</code></pre>", "x", [("pre", "x")]),
        ("<code>x</code>", "x", [("code", "x")]),
        ("<b></b>x", "x", []),
        ("<tg-emoji emoji-id='5'>👍</tg-emoji>", "👍", [("custom_emoji", "👍")]),
    ],
)
def test_html(text: str, plain: str, entities: list[tuple[str, str]] | None) -> None:
    found_plain, found = marked(text, "HTML")
    assert found_plain == plain
    if entities is not None:
        assert found == entities


@pytest.mark.parametrize(
    ("text", "plain", "entities"),
    [
        ("*b* _i_ __u__ ~s~ ||p||", "b i u s p", None),
        ("*b _i_*", "b i", [("bold", "b i"), ("italic", "i")]),
        (r"1\.5 \*", "1.5 *", []),
        ("`a.b` c", "a.b c", [("code", "a.b")]),
        ("```py\nx = 1\n```", "x = 1\n", [("pre", "x = 1\n")]),
        ("[a](http://a.example/\\))", "a", [("text_link", "a")]),
        (">one\n>two\nthree", "one\ntwo\nthree", [("blockquote", "one\ntwo")]),
        (">one\n>two||", "one\ntwo", [("expandable_blockquote", "one\ntwo")]),
        ("![👍](tg://emoji?id=5)", "👍", [("custom_emoji", "👍")]),
    ],
)
def test_markdown_v2(text: str, plain: str, entities: list[tuple[str, str]] | None) -> None:
    found_plain, found = marked(text, "MarkdownV2")
    assert found_plain == plain
    if entities is not None:
        assert found == entities


def test_the_old_markdown() -> None:
    text = "*b* _i_ `c` [t](http://a.example) \\_ ```py\nx```"
    assert marked(text, "markdown") == (
        "b i c t _ x",
        [("bold", "b"), ("italic", "i"), ("code", "c"), ("text_link", "t"), ("pre", "x")],
    )


@pytest.mark.parametrize(
    ("text", "mode", "complaint"),
    [
        ("<b>x", "HTML", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<x>", "HTML", 'Unsupported start tag "x" at byte offset 2'),
        ("1 < 2", "HTML", 'Unsupported start tag "" at byte offset 2'),
        ("</b>", "HTML", "Unexpected end tag at byte offset 0"),
        (
            "<b>x</i>",
            "HTML",
            'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        ),
        ("<b", "HTML", "Unclosed start tag at byte offset 0"),
        ("<a href='x", "HTML", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "HTML", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", "HTML", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>", "HTML", 'Empty attribute name in the tag "a" at byte offset 0'),
        (
            "<a href>",
            "HTML",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("a.b", "MarkdownV2", "Character '.' is reserved and must be escaped with"),
        ("*a", "MarkdownV2", "Can't find end of Bold entity at byte offset 0"),
        ("é_a", "MarkdownV2", "Can't find end of Italic entity at byte offset 2"),
        (">*a\nb*", "MarkdownV2", "Can't find end of Bold entity at byte offset 1"),
        ("[a](b", "MarkdownV2", "Can't find end of a URL at byte offset 4"),
        ("_a", "Markdown", "Can't find end of the entity starting at byte offset 0"),
        ("a", "BBCode", "unsupported parse_mode"),
    ],
)
def test_wrong_markup_is_refused_in_telegrams_words(text: str, mode: str, complaint: str) -> None:
    with pytest.raises(ParseError) as refused:
        parse(text, mode)
    assert str(refused.value).startswith(complaint)


def test_what_telegram_finds_by_itself() -> None:
    text = "/a@some_bot see a.example.com/x, www.b.org. @mira #tag1 #1 m@x.org 3/4 x/y /end"
    body = with_detected(Formatted(text))
    assert [(entity.type, body.part(entity)) for entity in body.entities] == [
        ("bot_command", "/a@some_bot"),
        ("url", "a.example.com/x"),
        ("url", "www.b.org"),
        ("mention", "@mira"),
        ("hashtag", "#tag1"),
        ("email", "m@x.org"),
        ("bot_command", "/end"),
    ]


def test_nothing_is_found_inside_code() -> None:
    body = with_detected(parse("<code>/start</code> /help", "HTML"))
    assert [entity.type for entity in body.entities] == ["code", "bot_command"]


def test_of_many_entities_a_hundred_are_kept() -> None:
    assert len(with_detected(Formatted("/a " * 500)).entities) == 100


MARKUP = st.text(alphabet="<>/bai&;=\"'*_`[]()|~>!\\. \n😀é#@-tgpre1", max_size=60)


@given(MARKUP, st.sampled_from(["HTML", "MarkdownV2", "Markdown"]))
def test_any_text_is_parsed_or_refused_and_entities_stay_inside(text: str, mode: str) -> None:
    try:
        body = with_detected(trimmed(parse(text, mode)))
    except ParseError:
        return
    size = utf16_length(body.text)
    assert all(0 <= each.offset < each.end <= size for each in body.entities)
    assert body.text == body.text.strip()
