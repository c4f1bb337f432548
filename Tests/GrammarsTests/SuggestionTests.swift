// Which word a mistyped one is taken for.

import Grammars
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("forwrad", "forward"), ("jacobain", "jacobian"), ("Forward", "forward"),
    ("lnet", "lenet"), ("vgg", "vgg"), ("jac", "jacobian"), ("gradi", "gradients"),
    ("conv1.wieght", "conv1.weight"), ("se", "set"),
  ])
  func `a slip of the finger is forgiven`(word: String, expected: String) {
    let words = [
      "forward", "backward", "jacobian", "gradients", "gradcheck", "lenet", "vgg", "set",
      "conv1.weight",
    ]
    #expect(nearest(to: word, among: words) == expected)
  }

  @Test(arguments: ["x", "", "banana", "back to the start", "dnoa"])
  func `a different word is not`(word: String) {
    #expect(nearest(to: word, among: ["forward", "set", "data", ""]) == nil)
  }

  @Test func `of equals the first wins`() {
    #expect(nearest(to: "relu9", among: ["conv1", "relu1", "relu2"]) == "relu1")
  }
}
