package org.stox.protocol.xhtml;

import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlText;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class XhtmlImTest {

    private static final Set<String> INLINE = Set.of("a", "abbr", "acronym", "br", "cite", "code", "dfn", "em", "kbd", "q", "samp", "span",
            "strong", "var");

    private static final Set<String> BLOCKS = Set.of("p", "div", "blockquote", "pre", "address", "h1", "h2", "h3", "h4", "h5", "h6", "ul",
            "ol");

    @Test
    @Proves("RFC7572-7-04")
    void markupOfXhtmlImStays() {
        assertEquals("<p>Hi <strong>there</strong>, <em>you</em><br/>bye</p>", html("Hi <b>there</b>, <i>you</i><br>bye"));
        assertEquals("<ul><li>a</li><li>b</li></ul>", html("<ul><li>a<li>b</ul>"));
        assertEquals("<p><span style='text-decoration: underline'>u</span></p>", html("<u>u</u>"));
        assertEquals("<blockquote><p>a</p></blockquote><p>b</p>", html("<blockquote>a</blockquote>b"));
        assertEquals("<p><a href='https://example.com/?a=b&amp;c'>x</a></p>",
                html("<a href='https://example.com/?a=b&amp;c' target=_top>x</a>"));
        assertEquals("<p><span style='color: red; font-weight: bold'>x</span></p>",
                html("<span style='color:red;position:fixed;font-weight:bold;background-color:url(http://t/)' class=c id=i>x</span>"));
        assertEquals("<pre>a\n  b</pre>", html("<pre>a\n  b</pre>"));
        assertEquals("<p>a\u00a0b </p>", html("a&nbsp;b \n "));
    }

    @Test
    @Proves("RFC7572-7-04")
    void whatCouldHarmIsTakenOff() {
        assertEquals("<p>ab</p>", html("a<script>alert(1)</script><style>x{}</style><iframe src=x>y</iframe><object>z</object>b"));
        assertEquals("<p>x</p>", html("<a href='javascript:alert(1)'>x</a>"));
        assertEquals("<p>x</p>", html("<a href=' data:text/html,x'>x</a>"));
        assertEquals("<p>x</p>", html("<a href='java&#10;script:x'>x</a>"));
        assertEquals("<p>x</p>", html("<a href='/relative'>x</a>"));
        assertEquals("<p>a cat</p>", html("<img src=http://tracker.example/ alt='a cat' onerror=x>"));
        assertEquals("<p><span>x</span></p>", html("<span style='color:expression(1);background-color:\\75rl(x)' onmouseover=x>x</span>"));
        assertEquals("<p>a</p>", html("<svg onload=x><p>hidden</p></svg>a<!-- comment -->"));
        assertEquals("<p>\ufffdx\ufffd</p>", html("&#1;x&#xffff;"));
    }

    @Test
    void brokenAndDeepHtmlStaysBounded() {
        assertEquals("<p><strong>a</strong></p><div><strong>b</strong>c</div>", html("<b>a<div>b</b>c"));
        assertEquals("<p>a<br/>b</p>", html("<table><tr><td>a<tr><td>b</table>"));
        assertEquals("<p>1 2<br/>3 4</p>", html("<table><tr><td>1<td>2<tr><td>3<td>4</table>"));
        assertEquals("<ul><li>text</li><li>a</li></ul><p>stray</p>", html("<ul>text<li>a</li></ul><li>stray"));
        var deep = XhtmlIm.ofHtml("<div><b>".repeat(10_000) + "x" + "</b></div>".repeat(10_000));
        assertEquals("x", deep.text());
        assertTrue(depth(deep.html()) <= 18);
    }

    @Test
    void thePlainTextSaysTheSame() {
        assertEquals("Hi there\nbye", text("<p>Hi <b>there</b></p><p>bye</p>"));
        assertEquals("a\nb\nc", text("a<br>b<div>c</div>"));
        assertEquals("one\ntwo", text("<ul> <li> one </li> <li>two</li> </ul>"));
        assertEquals("look (https://example.com/)", text("<a href='https://example.com/'>look</a>"));
        assertEquals("https://example.com/", text("<a href='https://example.com/'>https://example.com/</a>"));
        assertEquals("&lt;", text("&amp;lt;"));
        assertEquals("x\n  y", text("<pre>x\n  y</pre>"));
        assertEquals("", text("<script>x</script>"));
    }

    /** 100,000 pieces of soup: only allowed elements and attributes, by the content models of XHTML. */
    @Test
    @Proves("RFC7572-7-04")
    void anySoupComesOutValid() {
        var pieces = new String[] {"<p>", "</p>", "<b>", "</b>", "<div>", "</div>", "<ul>", "</ul>", "<li>", "<ol>",
                "<a href='http://a/'>", "</a>",
            "<a href=javascript:x>", "<script>", "</script>", "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<h1>", "<table>", "<tr>",
            "<td>", "<img src=x alt=y>", "<br>", "<span style='color:red'>", "<span onclick=x>", "</span>", "<svg>", "</svg>", "<math>",
            "<!--",
            "-->", "<![CDATA[", "]]>", "&lt;", "&#0;", "&amp;lt;", "text", " ", "\n", "<select>", "<option>", "<form>", "<template>",
            "<body>", "</body>",
            "</html>", "<html>", "<frameset>", "<title>", "<", ">", "\"", "'", "&", "\u0001", "\ud800"};
        var random = new Random(71);
        for (int i = 0; i < 100_000; i++) {
            var soup = new StringBuilder();
            for (int n = random.nextInt(10) + 1; n > 0; n--) {
                soup.append(pieces[random.nextInt(pieces.length)]);
            }
            var html = XhtmlIm.ofHtml(soup.toString()).html();
            assertEquals(1, html.content().size());
            check(html.children().get(0), soup.toString());
        }
    }

    private static void check(XmlElement element, String soup) {
        for (var a : element.attributes()) {
            assertTrue(a.name().equals("style") || a.name().equals("href") && a.value().equals("http://a/"), soup);
        }
        for (var node : element.content()) {
            if (node instanceof XmlText t) {
                assertTrue(t.value().codePoints().allMatch(c -> c >= ' ' && c < 0xd800 || c > 0xdfff && c != 0xfffe && c != 0xffff
                        || c == '\n'), soup);
                assertTrue(!Set.of("body", "blockquote", "ul", "ol").contains(element.name()), soup);
            } else {
                var child = (XmlElement) node;
                boolean allowed = switch (element.name()) {
                    case "body", "blockquote" -> BLOCKS.contains(child.name());
                    case "ul", "ol" -> child.name().equals("li");
                    case "div", "li" -> BLOCKS.contains(child.name()) || INLINE.contains(child.name());
                    default -> INLINE.contains(child.name());
                };
                assertTrue(allowed, () -> child.name() + " in " + element.name() + " from " + soup);
                check(child, soup);
            }
        }
    }

    private static int depth(XmlElement element) {
        return 1 + element.children().stream().mapToInt(XhtmlImTest::depth).max().orElse(0);
    }

    private static String html(String html) {
        var body = XhtmlIm.ofHtml(html).html().toString();
        return body.substring(body.indexOf('>', body.indexOf("<body")) + 1, body.indexOf("</body>")).replace('"', '\'').strip();
    }

    private static String text(String html) {
        return XhtmlIm.ofHtml(html).text();
    }

}
