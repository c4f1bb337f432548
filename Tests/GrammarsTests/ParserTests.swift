// How statements, operands and expressions are read.

import Grammars
import Reports
import Testing

private func shapes(_ text: String) throws -> [String] {
  try parse(text, verbs: sampleVerbs).map(shape)
}

@Suite struct ParserTests {
  @Test(arguments: [
    ("forward", "(! forward)"),
    ("forward # all of it", "(! forward)"),
    ("where", "(! where)"),
    ("help where", "(! help where)"),
    ("step back", "(! step back)"),
    ("compare plain bn res", "(! compare plain bn res)"),
    ("compare plain, bn, res", "(! compare plain bn res)"),
    ("jacobian norm=spectral", "(! jacobian norm=spectral)"),
    ("jacobian conv1 norm = all", "(! jacobian conv1 norm=all)"),
    ("jacobian norm=all conv1", "(! jacobian norm=all conv1)"),
    ("data \"a b\"", "(! data \"a b\")"),
    ("data (3, 32)", "(! data (tuple 3 32))"),
    ("set x -1", "(! set x (- 1))"),
    ("set x - 1", "(! set (- x 1))"),
    ("set x-1", "(! set (- x 1))"),
    ("set -x 2", "(! set (- x) 2)"),
    ("watch a - b c", "(! watch (- a b) c)"),
    ("watch (a -1) b", "(! watch (- a 1) b)"),
    ("watch f (x)", "(! watch f x)"),
    ("watch f(x)", "(! watch (call f x))"),
    ("insert conv(16) -> bn after relu1", "(! insert (-> (call conv 16) bn) after relu1)"),
    ("insert n * relu after relu1", "(! insert (* n relu) after relu1)"),
    ("insert n*relu after relu1", "(! insert (* n relu) after relu1)"),
    ("insert 3*conv(16) after relu1", "(! insert (* 3 (call conv 16)) after relu1)"),
    ("freeze *", "(! freeze *)"),
    ("freeze conv*", "(! freeze conv*)"),
    ("freeze conv* bn*", "(! freeze conv* bn*)"),
    ("freeze *.weight residual*.conv1", "(! freeze *.weight residual*.conv1)"),
    ("freeze *bn block_*_conv1", "(! freeze *bn block_*_conv1)"),
    ("expect a < 1 \"why\"", "(! expect (< a 1) \"why\")"),
    ("expect not a", "(! expect (not a))"),
    ("expect true", "(! expect true)"),
    ("time forward", "(! time) (! forward)"),
    ("time repeats=3 train steps=2", "(! time repeats=3) (! train steps=2)"),
    ("time x = 1", "(! time) (= x 1)"),
    ("time", "(! time)"),
  ])
  func `a command is a verb and its operands`(text: String, expected: String) throws {
    #expect(try shapes(text) == [expected])
  }

  @Test(arguments: [
    ("loss()", "(call loss)"), ("loss() * 2", "(* (call loss) 2)"), ("loss * 2", "(* loss 2)"),
    ("loss - 2", "(- loss 2)"), ("loss -> relu", "(-> loss relu)"), ("net", "net"),
    ("g / 2", "(/ g 2)"), ("x -1", "(- x 1)"), ("x if y", "(if y x)"), ("true", "true"),
    ("a == 1", "(== a 1)"), ("f(a) == 1", "(== (call f a) 1)"), ("\"a\\n\\u{62}\"", "\"a\nb\""),
    ("a where a = 1", "(where a a=1)"),
  ])
  func `what is no command is an expression`(text: String, expected: String) throws {
    #expect(try shapes(text) == [expected])
  }

  @Test(arguments: [
    ("net = conv(16) -> bn", "(= net (-> (call conv 16) bn))"),
    ("data = 3", "(= data 3)"),
    ("f(x) = x", "(define f x x)"),
    ("f() = 1", "(define f 1)"),
    ("f(a, b=2, c=(1, 2)) = a + b", "(define f a b=2 c=(tuple 1 2) (+ a b))"),
    (
      "f(d) = n * relu where n = d - 2, m = 2 requires d > 2 \"too small\"",
      "(define f d (where (* n relu) n=(- d 2) m=2 requires (> d 2) \"too small\"))"
    ),
  ])
  func `a name and = give a value`(text: String, expected: String) throws {
    #expect(try shapes(text) == [expected])
  }

  @Test(arguments: [
    ("a -> b -> c", "(-> a b c)"), ("a -> (b -> c)", "(-> a (-> b c))"),
    ("12 * (a -> b) -> c", "(-> (* 12 (-> a b)) c)"),
    ("a -> b if c", "(if c (-> a b))"), ("a -> (b if c == d) -> e", "(-> a (if (== c d) b) e)"),
    ("a if b else c -> d", "(if b a (-> c d))"), ("a if b else c if d", "(if b a (if d c))"),
    ("a or b and not c == d", "(or a (and b (not (== c d))))"),
    ("a + b * c - d", "(- (+ a (* b c)) d)"), ("a - b - c", "(- (- a b) c)"),
    ("-a ^ 2", "(- (^ a 2))"), ("2 ^ -1", "(^ 2 (- 1))"), ("2 ^ 3 ^ 4", "(^ 2 (^ 3 4))"),
    ("a * -b % c", "(% (* a (- b)) c)"), ("--1", "(- (- 1))"), ("a->b", "(-> a b)"),
    ("a<-1", "(< a (- 1))"), ("()", "(tuple)"), ("(1,)", "(tuple 1)"), ("(1)", "1"),
    ("f(a, k=1,)", "(call f a k=1)"), ("f(\na,\n\nb)", "(call f a b)"),
    ("f(a where b = 1, k)", "(call f (where a b=1) k)"),
    ("(a requires b \"c\")", "(where a requires b \"c\")"),
    (".5 + 1e-3 + 2. + 1E+2", "(+ (+ (+ 0.5 0.001) 2) 100)"),
    ("layers.0.weight", "layers.0.weight"),
    ("größe + 层1", "(+ größe 层1)"),
  ])
  func `operators bind as the field expects`(text: String, expected: String) throws {
    #expect(shape(try parseExpression(text)) == expected)
  }

  @Test func `statements are separated by semicolons and line ends`() throws {
    let text = "a = conv(16) ->\n  relu # x\n\nforward;; backward\n(1,\n2)"
    let statements = try parse(text, verbs: sampleVerbs)
    #expect(
      statements.map(\.source) == ["a = conv(16) ->\n  relu", "forward", "backward", "(1,\n2)"])
  }

  @Test func `places are stretches of the submitted text`() throws {
    let text = "forward; x = ä + f(k=12)"
    let statement = try #require(try parse(text, verbs: sampleVerbs).last)
    guard case .assignment(let name, let value) = statement.form,
      case .binary(_, let left, let right) = value.node,
      case .call(let function, let arguments) = right.node
    else {
      Issue.record("\(statement)")
      return
    }
    #expect(name.place == .init(column: 10, length: 1))
    #expect(value.place == .init(column: 14, length: 11))
    #expect(left.place == .init(column: 14, length: 1))
    #expect(right.place == .init(column: 18, length: 7))
    #expect(function.place == .init(column: 18, length: 1))
    #expect(arguments.first?.name?.place == .init(column: 20, length: 1))
    #expect(arguments.first?.value.place == .init(column: 22, length: 2))
  }

  @Test(arguments: ["", "a", "a -> b", "f(a)", ")", "\"(", "a #(", "where", "f(]", "(\"x"])
  func `a whole text is submitted`(text: String) {
    #expect(isComplete(text))
  }

  @Test(arguments: ["(", "f(a,", "a ->", "a -> # so", "a ->\n", "(\"a)\"", "x = (a\n -> b"])
  func `a text with an open end goes on`(text: String) {
    #expect(!isComplete(text))
  }
}
