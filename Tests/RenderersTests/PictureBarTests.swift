// Bars, waterfalls and histograms, as they look.

import Renderers
import Reports
import Testing

@Test func `two series of bars on a logarithmic scale`() {
  #expect(
    picture(Sample.bars, 80, .unicode) == """
      gradient flow
      mean |gradient|, log scale 1e-9 … 1
      conv1  plain ███▎ 3.1e-9
             bn    ████████████████████████████████████████████████▋ 0.02
      conv2  plain zero
             bn    █████████████████████████████████████████████████████▋ 0.11
      conv3  plain ███████████████████████████████████▍ 0.0002
             bn    nan
      dense1 plain ████████████████████████████████████████████████████████▌ 0.3
             bn    none
      """)
  #expect(
    picture(Sample.bars, 80, .ascii) == """
      gradient flow
      mean |gradient|, log scale 1e-9 ... 1
      conv1  plain ### 3.1e-9
             bn    ================================================= 0.02
      conv2  plain zero
             bn    ====================================================== 0.11
      conv3  plain ################################### 0.0002
             bn    nan
      dense1 plain ######################################################### 0.3
             bn    none
      """)
  #expect(
    picture(Sample.bars, 40, .unicode) == """
      gradient flow
      mean |gradient|, log scale 1e-9 … 1
      conv1  plain █▏ 3.1e-9
             bn    ████████████████▎ 0.02
      conv2  plain zero
             bn    █████████████████▉ 0.11
      conv3  plain ███████████▊ 0.0002
             bn    nan
      dense1 plain ██████████████████▉ 0.3
             bn    none
      """)
  #expect(
    picture(Sample.bars, 40, .ascii) == """
      gradient flow
      mean |gradient|, log scale 1e-9 ... 1
      conv1  plain # 3.1e-9
             bn    ================ 0.02
      conv2  plain zero
             bn    ================== 0.11
      conv3  plain ############ 0.0002
             bn    nan
      dense1 plain ################### 0.3
             bn    none
      """)
}

@Test func `bars on both sides of zero`() {
  #expect(
    picture(Sample.linearBars, 80, .unicode) == """
      logit, linear scale -1.25 … 2.5
      cat                      ████████████████████████████████████████ 2.5
      dog  ████████████████████ -1.25
      ship 0
      """)
  #expect(
    picture(Sample.linearBars, 80, .ascii) == """
      logit, linear scale -1.25 ... 2.5
      cat                      ######################################## 2.5
      dog  #################### -1.25
      ship 0
      """)
  #expect(
    picture(Sample.linearBars, 40, .unicode) == """
      logit, linear scale -1.25 … 2.5
      cat           ▐███████████████████ 2.5
      dog  █████████▋ -1.25
      ship 0
      """)
  #expect(
    picture(Sample.linearBars, 40, .ascii) == """
      logit, linear scale -1.25 ... 2.5
      cat            ################### 2.5
      dog  ########## -1.25
      ship 0
      """)
}

@Test func `a waterfall`() {
  #expect(
    picture(Sample.waterfall, 80, .unicode) == """
      where the gradient goes
      gradient norm, log scale 0.001 … 10
        loss                                           │                             1
        dense1                                         ▐███              ×1.8      1.8
        relu3                                        ▕█████             ×0.41    0.738
      ▸ conv3    ▐███████████████████████████████████▊                ×0.0021  0.00155
        bn3      │                                                         ×1  0.00155
        conv2    │                                                         ×0     zero
      """)
  #expect(
    picture(Sample.waterfall, 80, .ascii) == """
      where the gradient goes
      gradient norm, log scale 0.001 ... 10
        loss                                           |                             1
        dense1                                         >>>>              x1.8      1.8
        relu3                                         <<<<<             x0.41    0.738
      > conv3     <<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<                x0.0021  0.00155
        bn3      |                                                         x1  0.00155
        conv2    |                                                         x0     zero
      """)
  #expect(
    picture(Sample.waterfall, 40, .unicode) == """
      where the gradient goes
      gradient norm, log scale 0.001 … 10
        loss             │                   1
        dense1           ▐▍      ×1.8      1.8
        relu3            █▍     ×0.41    0.738
      ▸ conv3  ▐█████████     ×0.0021  0.00155
        bn3    ▏                   ×1  0.00155
        conv2  ▏                   ×0     zero
      """)
  #expect(
    picture(Sample.waterfall, 40, .ascii) == """
      where the gradient goes
      gradient norm, log scale 0.001 ... 10
        loss             |                   1
        dense1           >       x1.8      1.8
        relu3            <      x0.41    0.738
      > conv3   <<<<<<<<<     x0.0021  0.00155
        bn3    |                   x1  0.00155
        conv2  |                   x0     zero
      """)
}

@Test func `a histogram`() {
  #expect(
    picture(Sample.histogram, 80, .unicode) == """
      conv1.weight
      weight
      -0.3 … -0.2 ▏ 3
      -0.2 … -0.1 █████▏ 120
      -0.1 …    0 ████████████████████████████████████████████████████████████ 1,402
         0 …  0.1 ██████████████████████████████████████████▊ 998
       0.1 …  0.2 ███▊ 87
       0.2 …  0.3 0
      nan or inf: 2
      """)
  #expect(
    picture(Sample.histogram, 80, .ascii) == """
      conv1.weight
      weight
      -0.3 .. -0.2 | 3
      -0.2 .. -0.1 ##### 120
      -0.1 ..    0 ############################################################ 1,402
         0 ..  0.1 ########################################### 998
       0.1 ..  0.2 #### 87
       0.2 ..  0.3 0
      nan or inf: 2
      """)
  #expect(
    picture(Sample.histogram, 40, .unicode) == """
      conv1.weight
      weight
      -0.3 … -0.2 ▏ 3
      -0.2 … -0.1 █▊ 120
      -0.1 …    0 █████████████████████ 1,402
         0 …  0.1 ███████████████ 998
       0.1 …  0.2 █▎ 87
       0.2 …  0.3 0
      nan or inf: 2
      """)
  #expect(
    picture(Sample.histogram, 40, .ascii) == """
      conv1.weight
      weight
      -0.3 .. -0.2 | 3
      -0.2 .. -0.1 ## 120
      -0.1 ..    0 ##################### 1,402
         0 ..  0.1 ############### 998
       0.1 ..  0.2 # 87
       0.2 ..  0.3 0
      nan or inf: 2
      """)
}
