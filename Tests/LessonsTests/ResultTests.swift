// JUnit files and progress keys.

import Lessons
import Testing

@Suite struct ResultTests {
  @Test func `a JUnit file counts, times and escapes`() {
    let suite = TestSuite(
      name: "a<b>.md",
      cases: [
        TestCase(name: "line 3: \"x\"", line: 3, seconds: 0.25, outcome: .passed),
        TestCase(
          name: "rescue", line: 9, seconds: 1.0004,
          outcome: .failed(summary: "4 < 5\n& more", details: "- a\n+ \u{1b}[31m\u{0}")),
        TestCase(
          name: "q", line: 12, seconds: .nan, outcome: .malformed(summary: "no", details: "")),
        TestCase(name: "s", line: 13, seconds: 0, outcome: .skipped),
      ])
    #expect(
      JUnit.xml([suite]) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="fathom" tests="4" failures="1" errors="1" skipped="1" time="0.000">
          <testsuite name="a&lt;b&gt;.md" tests="4" failures="1" errors="1" skipped="1" time="0.000">
            <testcase classname="a&lt;b&gt;.md" name="line 3: &quot;x&quot;" file="a&lt;b&gt;.md" line="3" time="0.250"/>
            <testcase classname="a&lt;b&gt;.md" name="rescue" file="a&lt;b&gt;.md" line="9" time="1.000">
              <failure message="4 &lt; 5&#10;&amp; more">- a
        + ␛[31m␀</failure>
            </testcase>
            <testcase classname="a&lt;b&gt;.md" name="q" file="a&lt;b&gt;.md" line="12" time="0.000">
              <error message="no"></error>
            </testcase>
            <testcase classname="a&lt;b&gt;.md" name="s" file="a&lt;b&gt;.md" line="13" time="0.000"><skipped/></testcase>
          </testsuite>
        </testsuites>

        """)
  }

  @Test func `a progress key changes with what is demanded, and with nothing else`() {
    let key = reader.read(example).lesson.progressKey
    #expect(key.count == 16)
    func changed(_ old: String, _ new: String) -> Bool {
      reader.read(example.replacing(old, with: new)).lesson.progressKey != key
    }
    #expect(changed("> 1e-6 ->", "> 1e-5 ->"))
    #expect(changed("[x] Each", "[ ] Each"))
    #expect(changed("half = vgg(20)", "half = vgg(21)"))
    #expect(!changed("Keep all 38 layers.", "Keep them all."))
    #expect(!changed("minutes: 12", "minutes: 15"))
    #expect(!changed("A deep stack multiplies", "A stack multiplies"))
  }

  @Test func `a progress key is the same on every machine`() {
    // FNV-1a of "quiz", 0xff, "q", 0xff, "Why?", 0xff, computed by the definition in Python 3.11.
    let text =
      "---\nfathom: lesson/1\nid: a\ntitle: A\n---\n```fathom quiz id=q\nask: Why?\n```\n"
    guard case .quiz(let quiz)? = reader.read(text).lesson.parts.first else {
      Issue.record("no quiz")
      return
    }
    #expect(quiz.progressKey == "0fe2e57f25642d0f")
  }
}
