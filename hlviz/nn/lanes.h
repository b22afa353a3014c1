/* Lanes: VL floats that are computed side by side, and the functions a network needs of them.
 *
 * One source, several builds: the compiler's target decides how many lanes there are. GCC's and Clang's vector extensions carry
 * the arithmetic to any processor; the few operations that they lack are intrinsics on x86 and plain loops elsewhere.
 *
 * The coefficients below are minimax fits made for hlviz; tests/nn/fits.py derives each of them, and a test holds this file to
 * it. Beside each stands the largest relative error of the fit in exact arithmetic. What rounding makes of it was measured over the
 * whole range of float32 (tests/nn/whole_range.py), and a test measures it again over some million numbers: tanh is off by 6 units in
 * its last place at most, softplus, and with it e^x and ln(1 + x), by 4 units; sigmoid by 1.2e-07, sine by 1e-07 of 1, and GELU by
 * 2.5e-07 of |z| or 1.
 *
 * A NaN goes through all of these: where two numbers are compared, x is the one that is kept if it is none.
 */
#ifndef HLVIZ_LANES_H
#define HLVIZ_LANES_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#endif

#if defined(__AVX512F__)
#define VL 16
#elif defined(__AVX2__)
#define VL 8
#else
#define VL 4
#endif

#if defined(_WIN32) && !defined(__clang__) && VL > 4
#error "GCC for Windows does not align vectors this wide on the stack (its bug 54412); take clang or ziglang"
#endif

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("GCC unroll 8")

typedef float vec __attribute__((vector_size(4 * VL)));
typedef int32_t ivec __attribute__((vector_size(4 * VL)));
typedef float vec4 __attribute__((vector_size(16)));
typedef int32_t ivec4 __attribute__((vector_size(16)));

INLINE vec load(const float *from) { vec x; memcpy(&x, from, sizeof x); return x; }
INLINE void store(float *to, vec x) { memcpy(to, &x, sizeof x); }
INLINE vec4 load4(const float *from) { vec4 x; memcpy(&x, from, sizeof x); return x; }
INLINE void store4(float *to, vec4 x) { memcpy(to, &x, sizeof x); }
INLINE vec all(float x) { return (vec){0} + x; }

INLINE vec either(ivec mask, vec yes, vec no) { return (vec)((mask & (ivec)yes) | (~mask & (ivec)no)); }
INLINE vec where(ivec mask, vec yes) { return (vec)(mask & (ivec)yes); }
INLINE vec magnitude(vec x) { return (vec)((ivec)x & 0x7fffffff); }

INLINE ivec lanes(void) { ivec i; for (int l = 0; l < VL; l++) i[l] = l; return i; }

/* the larger, the smaller of a bound and x; the root; the sum of a vector's fours; whether any lane of a comparison holds */
#if VL == 16
INLINE vec larger(vec bound, vec x) { return _mm512_max_ps(bound, x); }
INLINE vec smaller(vec bound, vec x) { return _mm512_min_ps(bound, x); }
INLINE vec root(vec x) { return _mm512_sqrt_ps(x); }
INLINE vec4 folded(vec x) {
    __m256 half = _mm256_add_ps(_mm512_castps512_ps256(x), _mm512_extractf32x8_ps(x, 1));
    return _mm_add_ps(_mm256_castps256_ps128(half), _mm256_extractf128_ps(half, 1));
}
INLINE int any(ivec mask) { return _mm512_test_epi32_mask((__m512i)mask, (__m512i)mask) != 0; }
#elif VL == 8
INLINE vec larger(vec bound, vec x) { return _mm256_max_ps(bound, x); }
INLINE vec smaller(vec bound, vec x) { return _mm256_min_ps(bound, x); }
INLINE vec root(vec x) { return _mm256_sqrt_ps(x); }
INLINE vec4 folded(vec x) { return _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1)); }
INLINE int any(ivec mask) { return _mm256_movemask_ps((__m256)mask) != 0; }
#elif defined(__SSE2__)
INLINE vec larger(vec bound, vec x) { return _mm_max_ps(bound, x); }
INLINE vec smaller(vec bound, vec x) { return _mm_min_ps(bound, x); }
INLINE vec root(vec x) { return _mm_sqrt_ps(x); }
INLINE vec4 folded(vec x) { return x; }
INLINE int any(ivec mask) { return _mm_movemask_ps((__m128)mask) != 0; }
#else
INLINE vec larger(vec bound, vec x) { return either(bound > x, bound, x); }
INLINE vec smaller(vec bound, vec x) { return either(bound < x, bound, x); }
INLINE vec root(vec x) { for (int i = 0; i < VL; i++) x[i] = sqrtf(x[i]); return x; }
INLINE vec4 folded(vec x) { return x; }
INLINE int any(ivec mask) { int32_t found = 0; for (int i = 0; i < VL; i++) found |= mask[i]; return found != 0; }
#endif

/* Adding 1.5 · 2^23 leaves no bits for a fraction: the sum is rounded to a whole number, which stands in its lowest bits. */
#define WHOLE 12582912.0f

/* e^x for x <= 0; below −87.3 it is e^−87.3 = 1.2e-38. x = n ln 2 + r with |r| <= ln 2 / 2; e^r by a polynomial, 1.9e-9. */
INLINE vec exp_below(vec x) {
    x = larger(all(-87.3f), x);
    vec shifted = x * 1.44269504f + WHOLE, n = shifted - WHOLE;
    vec r = x - n * 0.693145752f; /* 16 bits of ln 2, so that the product is exact; then the rest */
    r = r - n * 1.42860677e-06f;
    vec e = r * 0.00138368458f + 0.00837481581f;
    e = e * r + 0.0416682251f;
    e = e * r + 0.166664198f;
    e = e * r + 0.499999911f;
    e = e * r + 1.0f;
    e = e * r + 1.0f;
    return (vec)((ivec)e + ((ivec)shifted << 23));
}

/* tanh x = x P(x²) / Q(x²) for |x| < 9, from where on it rounds to 1. Relative error 2.1e-8. */
INLINE vec tanh_of(vec x) {
    vec u = x * x, uu = u * u; /* the halves of each polynomial side by side: the steps of one chain would wait for each other */
    vec p = (u * 0.133810252f + 1.0f) + ((u * 1.33546569e-08f + 2.06090772e-05f) * u + 0.00349558773f) * uu;
    vec q = (u * 0.467143416f + 1.0f) + ((u * 7.776556e-07f + 0.000328563445f) * u + 0.0258769803f) * uu;
    vec one = (vec)(((ivec)x & INT32_MIN) | (ivec)all(1.0f));
    return either(magnitude(x) >= 9.0f, one, x * p / q);
}

/* ln(1 + x) for 0 <= x <= 1: 2 artanh(w) with w = x / (2 + x) <= 1/3, which is 2 w R(w²). Relative error 4.0e-9. */
INLINE vec log_of_one_and(vec x) {
    vec w = x / (x + 2.0f), u = w * w;
    vec r = u * 0.140891671f + 0.139803007f;
    r = r * u + 0.200124547f;
    r = r * u + 0.333331585f;
    r = r * u + 1.0f;
    return w * r * 2.0f;
}

/* sin x and cos x. x = n π/2 + r with |r| <= π/4; sin r and cos r by polynomials, 3.2e-9 and 5.6e-11; then n says which of them,
 * and with which sign. π/2 in three parts of 12, 12 and 24 bits: n times each of the first two is exact to |x| = 6000; the rare
 * sum beyond takes the slow way. */
INLINE void sine_and_cosine(vec x, vec *sine, vec *cosine) {
    vec shifted = x * 0.636619772f + WHOLE, n = shifted - WHOLE;
    vec r = x - n * 1.57080078f;
    r = r - n * -4.45358455e-06f;
    r = r - n * -8.70551575e-10f;
    vec u = r * r;
    vec s = u * -0.00019501822f + 0.00833201688f;
    vec c = u * 2.4372679e-05f + -0.00138865295f;
    s = s * u + -0.166666508f;
    c = c * u + 0.041666612f;
    s = s * u * r + r;
    c = c * u + -0.5f;
    c = c * u + 1.0f;
    ivec quarter = (ivec)shifted;
    ivec swapped = -(quarter & 1); /* in an odd quarter, sine and cosine change places */
    *sine = (vec)((ivec)either(swapped, c, s) ^ ((quarter & 2) << 30));
    *cosine = (vec)((ivec)either(swapped, s, c) ^ (((quarter + 1) & 2) << 30));
    if (any(magnitude(x) > 6000.0f)) {
        for (int i = 0; i < VL; i++) {
            if (fabsf(x[i]) > 6000.0f) {
                (*sine)[i] = (float)sin(x[i]);
                (*cosine)[i] = (float)cos(x[i]);
            }
        }
    }
}

INLINE vec sigmoid_of(vec x) { return tanh_of(x * 0.5f) * 0.5f + 0.5f; }

#endif
