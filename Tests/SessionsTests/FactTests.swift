// Facts of the literature that a learner can check at the prompt, each with its tolerance.

import Sessions
import Testing

/// Statements that end in claims, and where the claim comes from.
struct Fact: Sendable, CustomTestStringConvertible {
  var source: String
  var statements: String

  init(_ source: String, _ statements: String) {
    self.source = source
    self.statements = statements
  }

  var testDescription: String { source }
}

@Suite struct FactTests {
  private static let start = "data digits examples=256; batch 128; "

  @Test(arguments: [
    // 25,600 coins: the estimate of 2 has a standard deviation below 0.02.
    Fact(
      "dropout with keep probability p multiplies the second moment by 1/p (Schoenholz 2017)",
      """
      net = flatten -> dense(256) -> dropout(0.5); forward
      expect abs(mean(output(dropout1)^2) / mean(output(dense1)^2) - 2) < 0.1
      """),
    Fact(
      "a bias in front of batch norm has no gradient",
      """
      net = flatten -> dense(64) -> bn -> relu -> dense(10); forward; backward
      expect norm(gradient(dense1.bias)) < 1e-6 * norm(gradient(dense1.weight))
      """),
    Fact(
      "under batch norm the gradient is orthogonal to the weight (van Laarhoven 2017)",
      """
      net = flatten -> dense(64) -> bn -> relu -> dense(10); forward; backward
      c = sum(dense1.weight * gradient(dense1.weight)) / norm(dense1.weight)
      expect abs(c) < 1e-4 * norm(gradient(dense1.weight))
      """),
    Fact(
      "under batch norm the gradient falls as the weight grows (van Laarhoven 2017)",
      """
      net = flatten -> dense(64, bias=false) -> bn(eps=0) -> relu -> dense(10)
      initialize normal std=0.1 dense1; forward; backward
      small = norm(gradient(dense1.weight))
      initialize normal std=0.4 dense1; forward; backward
      expect abs(small / norm(gradient(dense1.weight)) - 4) < 1e-3
      """),
    Fact(
      "a loss of equal scores is the logarithm of the number of classes",
      """
      net = flatten -> dense(10); initialize zeros; forward
      expect abs(loss() - log(10)) < 1e-6
      """),
    Fact(
      "softmax minus one-hot: the last bias' gradient sums to zero",
      """
      net = flatten -> dense(10); forward; backward
      expect abs(sum(gradient(dense1.bias))) < 1e-6
      """),
    // The width of 256 leaves 5/256 of standard deviation in each ratio.
    Fact(
      "He's start keeps the second moment through relu, PyTorch's default divides it by 6",
      """
      net = flatten -> dense(256) -> 3 * (relu -> dense(256, bias=false)) -> dense(10)
      initialize he; forward
      expect abs(mean(output(dense4)^2) / mean(output(dense3)^2) - 1) < 0.25
      net = flatten -> dense(256) -> 3 * (relu -> dense(256, bias=false)) -> dense(10)
      forward
      expect abs(6 * mean(output(dense4)^2) / mean(output(dense3)^2) - 1) < 0.25
      """),
    Fact(
      "parameters of LeNet-5 in its modern form and of LeNet-300-100 (LeCun 1998)",
      """
      net = lenet(); expect parameters() == 61706
      net = flatten -> dense(300) -> relu -> dense(100) -> relu -> dense(10)
      expect parameters() == 266610
      """),
  ])
  func `a fact holds`(fact: Fact) {
    var session = seat(in: MemoryHost())
    for line in (Self.start + "\n" + fact.statements).split(separator: "\n") {
      #expect(session.submit(String(line)).troubles == [], "\(line)")
    }
  }
}
