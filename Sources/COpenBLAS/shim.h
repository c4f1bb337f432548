// OpenBLAS's C interface, and of its LAPACK what is used here.

#include <cblas.h>
#include <stddef.h>

/// A = U Σ Vᵀ by divide and conquer. Every system's OpenBLAS exports the Fortran name, and only
/// some install a header for it; Fortran passes all by reference, and last the length of `jobz`.
void dgesdd_(
  const char *jobz, const int *m, const int *n, double *a, const int *lda, double *s, double *u,
  const int *ldu, double *vt, const int *ldvt, double *work, const int *lwork, int *iwork,
  int *info, size_t jobz_length);
