/* Sums of products: a layer's sums, the deltas of the layer below, and the gradient, in tiles of as many rows and vectors as the
 * registers hold.
 *
 * Activations and deltas are kept neuron by neuron, `stride` samples each, so that a vector holds VL samples of one neuron. The
 * gradient of a weight is a sum over samples; its vectors lie along the layer's inputs, for which activations are turned once
 * into samples as rows.
 */
#ifndef HLVIZ_PRODUCTS_H
#define HLVIZ_PRODUCTS_H

#include "lanes.h"

#if VL == 16 || defined(__aarch64__)
enum { ROWS = 8 };
#elif VL == 8
enum { ROWS = 6 };
#else
enum { ROWS = 4 };
#endif
enum { TERMS = 256 }; /* summed at a time: what they read stays in the nearest caches while all rows are made */
enum { SPARE = 16 };  /* floats behind every array, so that its last vector may be read whole */

typedef struct {
    int in, out, turned_stride, key, drops;
    const float *w;                     /* (out, in + 1), the bias last */
    float *g;                           /* of its shape */
    float *a, *slope, *delta;           /* (out, stride); a is followed by a row of ones */
    float *turned;                      /* (stride, turned_stride): a and its ones, with samples as rows */
} Layer;

/* TILES(TILE, COUNT): TILE(rows) with r = 0, ROWS … until all COUNT rows are made. 8 are 4 and 4 rather than 6 and 2. */
#define TILES(TILE, COUNT)                                                                                                         \
    do {                                                                                                                         \
        int r = 0;                                                                                                               \
        for (; (COUNT) - r >= ROWS && !(ROWS == 6 && (COUNT) - r == 8); r += ROWS) TILE(ROWS);                                   \
        for (; (COUNT) - r >= 4; r += 4) TILE(4);                                                                                \
        if ((COUNT) - r >= 2) {                                                                                                  \
            TILE(2);                                                                                                             \
            r += 2;                                                                                                              \
        }                                                                                                                        \
        if ((COUNT) > r) TILE(1);                                                                                                \
    } while (0)

/* ---- sums over neurons ----------------------------------------------------------------------------------------------------- */

enum { FROM_BIAS, FROM_ZERO, FROM_BEFORE };

/* to[r][·] = start + Σ_k w(r, k) from[k][·], for `rows` rows and `vecs` vectors of samples, with w(r, k) = w[r·down + k·along].
 * The start is bias[r·down], 0, or what `to` holds. */
INLINE void product_tile(const float *w, ptrdiff_t down, ptrdiff_t along, int terms, const float *bias, const float *from, float *to,
                         ptrdiff_t stride, const int start, const int rows, const int vecs) {
    vec sum[ROWS][2], a[2];
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < vecs; v++) {
            if (start == FROM_BEFORE) sum[r][v] = load(to + r * stride + v * VL);
            else sum[r][v] = all(start == FROM_BIAS ? bias[r * down] : 0.0f);
        }
    for (int k = 0; k < terms; k++) {
        UNROLL for (int v = 0; v < vecs; v++) a[v] = load(from + k * stride + v * VL);
        UNROLL for (int r = 0; r < rows; r++)
            UNROLL for (int v = 0; v < vecs; v++) sum[r][v] += a[v] * w[r * down + k * along];
    }
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < vecs; v++) store(to + r * stride + v * VL, sum[r][v]);
}

INLINE void product_rows(const float *w, ptrdiff_t down, ptrdiff_t along, int terms, const float *bias, const float *from, float *to,
                         int stride, const int start, const int rows) {
    int v = 0;
    for (; v + 2 * VL <= stride; v += 2 * VL) product_tile(w, down, along, terms, bias, from + v, to + v, stride, start, rows, 2);
    if (v < stride) product_tile(w, down, along, terms, bias, from + v, to + v, stride, start, rows, 1);
}

INLINE void product(const float *w, ptrdiff_t down, ptrdiff_t along, int count, int terms, const float *bias, const float *from,
                    float *to, int stride, const int start) {
#define TILE(N) product_rows(w + r * down, down, along, terms, bias + r * down, from, to + r * stride, stride, start, N)
    TILES(TILE, count);
#undef TILE
}

/* the terms beyond the first TERMS */
static void more_terms(const float *w, ptrdiff_t down, ptrdiff_t along, int count, int terms, const float *from, float *to, int stride) {
    for (int k = TERMS; k < terms; k += TERMS)
        product(w + k * along, down, along, count, terms - k < TERMS ? terms - k : TERMS, w, from + (ptrdiff_t)k * stride, to, stride,
                FROM_BEFORE);
}

/* z = W a_below + b, into l->a */
static void forward_sums(const Layer *l, const float *below, int stride) {
    int columns = l->in + 1, terms = l->in < TERMS ? l->in : TERMS;
    product(l->w, columns, 1, l->out, terms, l->w + l->in, below, l->a, stride, FROM_BIAS);
    if (l->in > TERMS) more_terms(l->w, columns, 1, l->out, l->in, below, l->a, stride);
}

/* Wᵀ δ, the layer below's ∂L/∂a, into `to` */
static void backward_sums(const Layer *l, float *to, int stride) {
    int columns = l->in + 1, terms = l->out < TERMS ? l->out : TERMS;
    product(l->w, 1, columns, l->in, terms, l->w, l->delta, to, stride, FROM_ZERO);
    if (l->out > TERMS) more_terms(l->w, 1, columns, l->in, l->out, l->delta, to, stride);
}

/* ---- turning --------------------------------------------------------------------------------------------------------------- */

#if defined(__clang__) || __GNUC__ >= 12
#define MIX(a, b, i, j, k, l) __builtin_shufflevector(a, b, i, j, k, l)
#else
#define MIX(a, b, i, j, k, l) __builtin_shuffle(a, b, (ivec4){i, j, k, l})
#endif

/* four rows of four become columns, `stride` apart */
INLINE void turn_4_by_4(vec4 a, vec4 b, vec4 c, vec4 d, float *to, ptrdiff_t stride) {
    vec4 ab = MIX(a, b, 0, 4, 1, 5), cd = MIX(c, d, 0, 4, 1, 5), ab_ = MIX(a, b, 2, 6, 3, 7), cd_ = MIX(c, d, 2, 6, 3, 7);
    store4(to, MIX(ab, cd, 0, 1, 4, 5));
    store4(to + stride, MIX(ab, cd, 2, 3, 6, 7));
    store4(to + 2 * stride, MIX(ab_, cd_, 0, 1, 4, 5));
    store4(to + 3 * stride, MIX(ab_, cd_, 2, 3, 6, 7));
}

/* to[c][s] = from[rows[s]][c] for `columns` columns, whole fours at a time; where samples do not fill a four, one is repeated */
static void gather(const float *from, int columns, ptrdiff_t step, const int64_t *rows, int samples, float *to, ptrdiff_t stride) {
    for (int s = 0; s < samples; s += 4) {
        const float *a = from + rows[s] * step;
        const float *b = from + rows[s + 1 < samples ? s + 1 : s] * step;
        const float *c = from + rows[s + 2 < samples ? s + 2 : s] * step;
        const float *d = from + rows[s + 3 < samples ? s + 3 : s] * step;
        for (int i = 0; i < columns; i += 4)
            turn_4_by_4(load4(a + i), load4(b + i), load4(c + i), load4(d + i), to + i * stride + s, stride);
    }
}

/* a layer's activations, with samples as rows */
static void turn(const Layer *l, int samples, ptrdiff_t stride) {
    for (int s = 0; s < samples; s += 4)
        for (int i = 0; i < l->out; i += 4) {
            const float *a = l->a + i * stride + s;
            turn_4_by_4(load4(a), load4(a + stride), load4(a + 2 * stride), load4(a + 3 * stride),
                        l->turned + (ptrdiff_t)s * l->turned_stride + i, l->turned_stride);
        }
}

/* ---- sums over samples ----------------------------------------------------------------------------------------------------- */

/* g[r][c] += Σ_s delta[r][s] x[s][c] for `rows` rows and `vecs` vectors of columns; x[s] begins at x + at[s]·step. Of a row's last
 * vector only `kept` lanes count: the others are the beginning of the next row, and stay as they were. */
INLINE void gradient_tile(const float *x, const int64_t *at, ptrdiff_t step, int samples, const float *delta, ptrdiff_t stride, float *g,
                          ptrdiff_t columns, int kept, const int rows, const int vecs) {
    vec sum[ROWS][2], was[ROWS], a[4];
    UNROLL for (int r = 0; r < rows; r++) {
        UNROLL for (int v = 0; v < vecs; v++) sum[r][v] = load(g + r * columns + v * VL);
        was[r] = sum[r][vecs - 1];
    }
    if (rows == ROWS) /* the next tile's rows lie far apart: too far for the processor to foresee */
        UNROLL for (int r = 0; r < rows; r++)
            UNROLL for (int v = 0; v < vecs; v++) __builtin_prefetch(g + (rows + r) * columns + v * VL, 1);
    int s = 0;
    if (rows * vecs <= 2) { /* few sums: four samples side by side, or each addition would wait for the one before */
        vec more[3][2][2];
        UNROLL for (int m = 0; m < 3; m++)
            UNROLL for (int r = 0; r < rows; r++)
                UNROLL for (int v = 0; v < vecs; v++) more[m][r][v] = all(0.0f);
        for (; s + 4 <= samples; s += 4)
            UNROLL for (int v = 0; v < vecs; v++) {
                UNROLL for (int m = 0; m < 4; m++) a[m] = load(x + at[s + m] * step + v * VL);
                UNROLL for (int r = 0; r < rows; r++) {
                    sum[r][v] += a[0] * delta[r * stride + s];
                    UNROLL for (int m = 0; m < 3; m++) more[m][r][v] += a[m + 1] * delta[r * stride + s + m + 1];
                }
            }
        UNROLL for (int r = 0; r < rows; r++)
            UNROLL for (int v = 0; v < vecs; v++) sum[r][v] += (more[0][r][v] + more[1][r][v]) + more[2][r][v];
    }
    for (; s < samples; s++) {
        UNROLL for (int v = 0; v < vecs; v++) a[v] = load(x + at[s] * step + v * VL);
        UNROLL for (int r = 0; r < rows; r++)
            UNROLL for (int v = 0; v < vecs; v++) sum[r][v] += a[v] * delta[r * stride + s];
    }
    ivec ours = lanes() < kept;
    UNROLL for (int r = 0; r < rows; r++) {
        sum[r][vecs - 1] = either(ours, sum[r][vecs - 1], was[r]);
        UNROLL for (int v = 0; v < vecs; v++) store(g + r * columns + v * VL, sum[r][v]);
    }
}

INLINE void gradient_columns(const Layer *l, const float *x, const int64_t *at, ptrdiff_t step, int samples, ptrdiff_t stride,
                             int column, int kept, const int vecs) {
    ptrdiff_t columns = l->in + 1;
#define TILE(N)                                                                                                                    \
    gradient_tile(x + column, at, step, samples, l->delta + r * stride, stride, l->g + r * columns + column, columns, kept, N, vecs)
    TILES(TILE, l->out);
#undef TILE
}

/* a bias's gradient is the sum of its deltas, which are 0 in lanes without a sample */
static void bias_gradient(const Layer *l, ptrdiff_t stride) {
    ptrdiff_t columns = l->in + 1;
    for (int r = 0; r < l->out; r += 4) {
        vec4 sum[4];
        float turned[16];
        UNROLL for (int i = 0; i < 4; i++) {
            const float *delta = l->delta + (r + i) * stride;
            vec total = load(delta);
            for (int s = VL; s < stride; s += VL) total += load(delta + s);
            sum[i] = folded(total);
        }
        turn_4_by_4(sum[0], sum[1], sum[2], sum[3], turned, 4);
        vec4 total = (load4(turned) + load4(turned + 4)) + (load4(turned + 8) + load4(turned + 12));
        for (int i = 0; i < 4 && r + i < l->out; i++) l->g[(r + i) * columns + l->in] += total[i];
    }
}

/* l->g += δ xᵀ, where x[s] begins at x + at[s]·step and ends in a one. Where the inputs fill their vectors, that one would take a
 * vector more, so the biases are summed apart. */
static void gradient(const Layer *l, const float *x, const int64_t *at, ptrdiff_t step, int samples, ptrdiff_t stride) {
    int is_full = l->in % VL == 0, columns = l->in + !is_full, column = 0;
    for (; columns - column > VL; column += 2 * VL) {
        int left = columns - column - VL;
        gradient_columns(l, x, at, step, samples, stride, column, left < VL ? left : VL, 2);
    }
    if (columns > column) gradient_columns(l, x, at, step, samples, stride, column, columns - column, 1);
    if (is_full) bias_gradient(l, stride);
}

#endif
