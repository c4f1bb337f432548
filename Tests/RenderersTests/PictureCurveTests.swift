// Curves and images, as they look.

import Renderers
import Reports
import Testing

@Test func `two curves`() {
  #expect(
    picture(Sample.curves, 80, .unicode) == """
      training
      loss against step
      2.5 ┤⣑⠤⡀
          │ ⠉⠉⠫⡉A⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠒⠒A⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠤A⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤
        2 ┤    ⠈⠑⢄⡀
          │       ⠈⠒⠤⣀
      1.5 ┤           ⠑⠢⢄⡀
          │              ⠈⠑⠢⠤B
        1 ┤                   ⠉⠒⠢⠤⢄⣀
          │                         ⠉⠉⠒⠒⠤⠤⣀⡀
      0.5 ┤                                ⠈⠉⠑⠒⠒⠒⠢⠤⣀⣀⣀B
          │                                            ⠉⠉⠉⠑⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⢄⣀⣀⣀⣀⣀⣀⣀⣀B
        0 ┤                                                                      ⠉⠉⠉⠉⠉
          └───────────────────────────────────────────────────────────────────────────
           0                                   100                                 200
      A plain (last 2.14)   B bn (last 0.1856)
      """)
  #expect(
    picture(Sample.curves, 80, .ascii) == """
      training
      loss against step
      2.5 +B
          |ABBBBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        2 +     BB
          |       BBB
      1.5 +          BBBB
          |              BBBBBB
        1 +                    BBBBB
          |                         BBBBBBBBB
      0.5 +                                  BBBBBBBBBBBBB
          |                                               BBBBBBBBBBBBBBBBBBBBBBBBBBBB
        0 +
          +---------------------------------------------------------------------------
           0                                   100                                 200
      A plain (last 2.14)   B bn (last 0.1856)
      """)
  #expect(
    picture(Sample.curves, 40, .unicode) == """
      training
      loss against step
      3 ┤
        │⠵⢤A⠤⠤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀A⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀A⣀⣀⡀
      2 ┤  ⠑⢄                          ⠈⠉⠉⠉⠉⠉⠉
        │    ⠉⠒⠤⣀
      1 ┤        ⠑B⠢⢄⣀⡀
        │             ⠈⠉⠒⠒⠤⠤⢄⣀B⣀⡀
      0 ┤                       ⠈⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒B⠒⠒
        └─────────────────────────────────────
         0                100              200
      A plain (last 2.14)   B bn (last 0.1856)
      """)
  #expect(
    picture(Sample.curves, 40, .ascii) == """
      training
      loss against step
      3 +
        |BBAAAAAAAAAA
      2 +  BBB       AAAAAAAAAAAAAAAAAAAAAAAAA
        |     BBB
      1 +        BBBBBBB
        |              BBBBBBBBBBBBBBBBB
      0 +                               BBBBBB
        +-------------------------------------
         0                100              200
      A plain (last 2.14)   B bn (last 0.1856)
      """)
}

@Test func `a curve with gaps on a logarithmic scale`() {
  #expect(
    picture(Sample.logCurve, 80, .unicode) == """
      norm against layer, log scale
           1 ┤⠉⠒⠢⠤⢄⣀
             │      ⠉⠑⠒⠢⠤⢄⣀⡀
             │             ⠈⠉⠑⠒⠢⠤⢄⣀
        0.01 ┤
             │
             │
      0.0001 ┤                                         ⠤⣀⡀
             │                                           ⠈⠉⠑⠒⠤⢄⣀⡀
             │                                                  ⠈⠁
        1e-6 ┤
             │                                                                       ⠠
             │
        1e-8 ┤
             └────────────────────────────────────────────────────────────────────────
              0                             3                                        7
      plain (last 3e-7)
      """)
  #expect(
    picture(Sample.logCurve, 80, .ascii) == """
      norm against layer, log scale
           1 +***
             |   *****
             |        *******
        0.01 +               ******
             |
             |
      0.0001 +                                         ***
             |                                            *****
             |                                                 ***
        1e-6 +
             |                                                                       *
             |
        1e-8 +
             +------------------------------------------------------------------------
              0                             3                                        7
      plain (last 3e-7)
      """)
  #expect(
    picture(Sample.logCurve, 40, .unicode) == """
      norm against layer, log scale
          1 ┤⠉⠒⠢⠤⣀⣀
            │      ⠉⠉⠑⠒
      0.001 ┤
            │                  ⠈⠑⠒⠤⢄⡀
       1e-6 ┤
            │                                ⠈
       1e-9 ┤
            └─────────────────────────────────
             0             3                 7
      plain (last 3e-7)
      """)
  #expect(
    picture(Sample.logCurve, 40, .ascii) == """
      norm against layer, log scale
          1 +***
            |   *******
      0.001 +
            |                  ******
       1e-6 +                                *
            |
       1e-9 +
            +---------------------------------
             0             3                 7
      plain (last 3e-7)
      """)
}

@Test func `images`() {
  #expect(
    picture(Sample.images, 80, .unicode) == """
      examples
      a 0 as in MNIST   red           broken
          ░░▒▒▒▒░░      ░░░░░░░░░░░░  (no pixels)
        ▒▒██▓▓▓▓██▒▒    ░░░░░░░░░░░░
      ░░██▒▒    ▒▒██░░  ░░░░░░░░░░░░
      ▒▒▓▓        ▓▓▒▒  ░░░░░░░░░░░░
      ▒▒▓▓        ▓▓▒▒  ░░░░░░░░░░░░
      ░░██▒▒    ▒▒██░░  ░░░░░░░░░░░░
        ▒▒██▓▓▓▓██▒▒
          ░░▒▒▒▒░░
      """)
  #expect(
    picture(Sample.images, 80, .ascii) == """
      examples
      a 0 as in MNIST   red           broken
          --++++--      ::::::::::::  (no pixels)
        ++@@####@@++    ::::::::::::
      --@@==    ==@@--  ::::::::::::
      ++##        ##++  ::::::::::::
      ++##        ##++  ::::::::::::
      --@@==    ==@@--  ::::::::::::
        ++@@####@@++
          --++++--
      """)
  #expect(
    picture(Sample.images, 40, .unicode) == """
      examples
      a 0 as in MNIST   red
          ░░▒▒▒▒░░      ░░░░░░░░░░░░
        ▒▒██▓▓▓▓██▒▒    ░░░░░░░░░░░░
      ░░██▒▒    ▒▒██░░  ░░░░░░░░░░░░
      ▒▒▓▓        ▓▓▒▒  ░░░░░░░░░░░░
      ▒▒▓▓        ▓▓▒▒  ░░░░░░░░░░░░
      ░░██▒▒    ▒▒██░░  ░░░░░░░░░░░░
        ▒▒██▓▓▓▓██▒▒
          ░░▒▒▒▒░░
      broken
      (no pixels)
      """)
  #expect(
    picture(Sample.images, 40, .ascii) == """
      examples
      a 0 as in MNIST   red
          --++++--      ::::::::::::
        ++@@####@@++    ::::::::::::
      --@@==    ==@@--  ::::::::::::
      ++##        ##++  ::::::::::::
      ++##        ##++  ::::::::::::
      --@@==    ==@@--  ::::::::::::
        ++@@####@@++
          --++++--
      broken
      (no pixels)
      """)
}
