// Drawings in words, for those who do not see them.

import Renderers
import Reports
import Testing

/// `block` as a screen reader gets it.
private func words(_ block: Block) -> String {
  String(TerminalRenderer(described: true).render([block]).dropLast())
}

@Test func `a table in words`() {
  #expect(
    words(Sample.table) == """
      plain
      layer                               output  parameters  loss               share
      conv1                     [32, 16, 32, 32]         448  only falls from …  25%
      residual1.shortcut.conv1    [32, 64, 8, 8]   1,234,567  leaves 1 and ret…  100%
      dense1                            [32, 10]         nan  no values          0%
      total                                        1,235,015
      """)
}

@Test func `two series of bars on a logarithmic scale in words`() {
  #expect(
    words(Sample.bars) == """
      Bar chart: gradient flow. mean |gradient|, log scale. plain rises with dips from
      3.1e-9 to 0.3; highest at dense1 (0.3), lowest at conv2 (0). bn only rises from
      0.02 to 0.11; highest at conv2 (0.11), lowest at conv1 (0.02). Values without a
      place in the drawing: 1 nan, 1 zero.
               plain    bn
      conv1   3.1e-9  0.02
      conv2        0  0.11
      conv3   0.0002   nan
      dense1     0.3  none
      """)
}

@Test func `a waterfall in words`() {
  #expect(
    words(Sample.waterfall) == """
      Waterfall: where the gradient goes. gradient norm goes from 1 at loss to 0 in 5
      steps. Smallest factor 0 at conv2, greatest 1.8 at dense1. Marked: conv3. Values
      without a place in the drawing: 1 zero.
              factor    value
      loss                  1
      dense1     1.8      1.8
      relu3     0.41    0.738
      conv3   0.0021  0.00155  marked
      bn3          1  0.00155
      conv2        0        0
      """)
}

@Test func `a histogram in words`() {
  #expect(
    words(Sample.histogram) == """
      Histogram: conv1.weight. weight: 2,610 values from -0.3 to 0.3. Most in one
      interval: from -0.1 to 0 lie 1,402, that is 54%. 2 more are nan or inf.
      from    to  count
      -0.3  -0.2      3
      -0.2  -0.1    120
      -0.1     0  1,402
         0   0.1    998
       0.1   0.2     87
       0.2   0.3      0
      """)
}

@Test func `two curves in words`() {
  #expect(
    words(Sample.curves) == """
      Curves: training. loss against step. plain only falls from 2.3 to 2.14. bn only
      falls from 2.5 to 0.1856. plain and bn cross once at step 10. At the end, from
      highest to lowest: plain (2.14), bn (0.1856).
      step  plain      bn
         0    2.3     2.5
        15  2.288   1.969
        35  2.272   1.439
        50   2.26   1.143
        70  2.244  0.8474
        90  2.228  0.6355
       105  2.216  0.5171
       125    2.2  0.3988
       145  2.184  0.3141
       160  2.172  0.2668
       180  2.156  0.2195
       200   2.14  0.1856
      """)
}

@Test func `images in words`() {
  #expect(
    words(Sample.images) == """
      Images: examples. 3 in all; brightness is 0 to 1.
      caption           size  mean brightness  brightest
      a 0 as in MNIST  8 × 8           0.3792  in several places
      red              3 × 3           0.2126  in several places
      broken           3 × 3                   no pixels
      """)
}
