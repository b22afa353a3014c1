/* The compiled path: whole runs of minibatches in one call, over the same flat arrays as the NumPy path (plan.py).
 *
 * It computes what mlp.py says, and a test holds the two equal. The lanes of a vector are samples of one batch, so that narrow
 * layers waste nothing (products.h).
 *
 * A batch is worked through in pieces of samples that stay in the nearest cache; the gradients add up.
 * Parameters lie as in layout.py: a block (out, in + 1) for each layer, the bias last.
 */
#include "products.h"

#if defined(_WIN32)
#define EXPORT __attribute__((dllexport))
#else
#define EXPORT __attribute__((visibility("default")))
#endif

enum { LAYERS = 65, WIDEST = 4096, BIGGEST = 1 << 30, PIECE = 128 };
enum { IDENTITY, RELU, LEAKY_RELU, TANH, SIGMOID, SOFTPLUS, GELU, SINE, SOFTMAX, ACTIVATIONS };
enum { MSE, BCE, CCE, HUBER, LOSSES };
enum { SGD, MOMENTUM, NESTEROV, RMSPROP, ADAM, OPTIMIZERS };
enum { NONE, L1, L2, REGULARIZERS };
enum { FINE, STRANGER, BAD_NET, BAD_ROWS, BAD_DRAWS, SMALL_WORK };

/* What is trained and how. Every array is followed by at least SPARE floats that belong to nobody. */
typedef struct {
    int32_t bytes, layers, batch, loss, optimizer, regularizer;
    int32_t sizes[LAYERS + 1], activations[LAYERS];
    double dropout[LAYERS], learning_rate, rate;
    int64_t samples, length, room;
    const float *x;       /* (samples, in + 1), the last column ones */
    const float *t;       /* (samples, out) */
    const float *rates;   /* (length): the regularizer's rate at each weight, 0 at each bias */
    const float *free;    /* (length): 1 where a number learns, 0 where it is held as it is; null where all learn */
    float *p, *g, *slots[2]; /* (length) each; g is all 0 between two calls */
    float *work;          /* (room) */
} Net;

/* NumPy's bitgen_t (numpy/random/bitgen.h): where random numbers come from. */
typedef struct {
    void *state;
    uint64_t (*next_uint64)(void *);
    uint32_t (*next_uint32)(void *);
    double (*next_double)(void *);
    uint64_t (*next_raw)(void *);
} Random;

/* ---- activations ----------------------------------------------------------------------------------------------------------- */

#define EACH(N) for (ptrdiff_t i = 0; i < (N); i += VL)

/* z becomes a = f(z), and slope becomes f′(z); both of length n, a multiple of VL */
static void activate(int key, float *z, float *slope, ptrdiff_t n) {
    switch (key) {
    case IDENTITY:
        EACH(n) store(slope + i, all(1.0f));
        break;
    case RELU:
        EACH(n) {
            vec x = load(z + i);
            store(slope + i, where(x > 0.0f, all(1.0f)));
            store(z + i, larger(all(0.0f), x));
        }
        break;
    case LEAKY_RELU:
        EACH(n) {
            vec x = load(z + i);
            store(slope + i, either(x > 0.0f, all(1.0f), all(0.01f)));
            store(z + i, larger(x * 0.01f, x));
        }
        break;
    case TANH:
        EACH(n) {
            vec a = tanh_of(load(z + i));
            store(z + i, a);
            store(slope + i, 1.0f - a * a);
        }
        break;
    case SIGMOID:
        EACH(n) {
            vec a = sigmoid_of(load(z + i));
            store(z + i, a);
            store(slope + i, a * (1.0f - a));
        }
        break;
    case SOFTPLUS: /* max(0, z) + ln(1 + e^-|z|), which cannot overflow */
        EACH(n) {
            vec x = load(z + i), e = exp_below(-magnitude(x)), share = 1.0f / (e + 1.0f);
            store(z + i, larger(all(0.0f), x) + log_of_one_and(e));
            store(slope + i, either(x < 0.0f, e * share, share));
        }
        break;
    case GELU:
        EACH(n) {
            vec x = load(z + i), square = x * x * 0.044715f;
            vec t = tanh_of((square + 1.0f) * x * 0.797884561f), half = t * 0.5f + 0.5f;
            store(z + i, x * half);
            store(slope + i, half + (1.0f - t * t) * (square * 3.0f + 1.0f) * x * (0.5f * 0.797884561f));
        }
        break;
    case SINE:
        EACH(n) {
            vec s, c;
            sine_and_cosine(load(z + i), &s, &c);
            store(z + i, s);
            store(slope + i, c);
        }
        break;
    }
}

/* each sample's outputs become shares of one: e^(z − max) / Σ; z is (outputs, stride) */
static void softmax(float *z, int outputs, int stride) {
    for (int v = 0; v < stride; v += VL) {
        vec top = load(z + v), total = {0};
        for (int o = 1; o < outputs; o++) top = larger(top, load(z + o * stride + v));
        for (int o = 0; o < outputs; o++) {
            vec e = exp_below(load(z + o * stride + v) - top);
            store(z + o * stride + v, e);
            total += e;
        }
        total = 1.0f / total;
        for (int o = 0; o < outputs; o++) store(z + o * stride + v, load(z + o * stride + v) * total);
    }
}

/* ---- the loss -------------------------------------------------------------------------------------------------------------- */

/* ∂L/∂z of the output, which is 0 in lanes without a sample; `all_samples` is how many the whole batch has */
static void output_delta(const Net *net, const Layer *l, const float *t, int samples, int all_samples, int stride) {
    int is_partner = (net->loss == BCE && l->key == SIGMOID) || (net->loss == CCE && l->key == SOFTMAX);
    float size = (float)all_samples * (float)(net->loss == CCE ? 1 : l->out);
    vec scale = all((net->loss == MSE ? 2.0f : 1.0f) / size);
    ivec lane;
    for (int i = 0; i < VL; i++) lane[i] = i;
    for (int v = 0; v < stride; v += VL) {
        ivec used = lane < samples - v;
        vec shared = {0};
        for (int o = 0; o < l->out; o++) {
            ptrdiff_t i = o * stride + v;
            vec a = load(l->a + i), d = a - load(t + i);
            if (net->loss == HUBER) d = larger(all(-1.0f), smaller(all(1.0f), d));
            d = where(used, d * scale);
            if (!is_partner && l->key != SOFTMAX) d *= where(used, load(l->slope + i));
            shared += d * a;
            store(l->delta + i, d);
        }
        if (!is_partner && l->key == SOFTMAX) /* ∂a_i/∂z_j = a_i (δ_ij − a_j) */
            for (int o = 0; o < l->out; o++) {
                ptrdiff_t i = o * stride + v;
                store(l->delta + i, where(used, load(l->a + i) * (load(l->delta + i) - shared)));
            }
    }
}

/* ---- the optimizer --------------------------------------------------------------------------------------------------------- */

INLINE vec sign(vec x) { return where(x > 0.0f, all(1.0f)) - where(x < 0.0f, all(1.0f)); }

/* One step on all parameters; g becomes 0. Returns whether they are numbers still, and their squares too. */
INLINE int update_by(const Net *net, float stride, float floor, const int optimizer) {
    float rate = (float)net->learning_rate, *m = net->slots[0], *v = net->slots[1];
    const float *free = net->free;
    int penalty = net->rate != 0.0 ? net->regularizer : NONE;
    vec squares = {0};
    EACH(net->length) {
        vec p = load(net->p + i), g = load(net->g + i), before = p;
        if (penalty == L1) { /* a weight at 0 stays there unless the loss pulls harder than the penalty */
            vec r = load(net->rates + i), rest = g - larger(-r, smaller(r, g));
            g = either(p == 0.0f, rest, g + r * sign(p));
        }
        if (penalty == L2) g += load(net->rates + i) * p;
        if (free) g *= load(free + i);
        switch (optimizer) {
        case SGD:
            p -= g * rate;
            break;
        case MOMENTUM: {
            vec velocity = load(m + i) * 0.9f + g;
            store(m + i, velocity);
            p -= velocity * rate;
            break;
        }
        case NESTEROV: {
            vec velocity = load(m + i) * 0.9f + g;
            store(m + i, velocity);
            p -= (velocity * 0.9f + g) * rate;
            break;
        }
        case RMSPROP: {
            vec square = load(m + i) * 0.9f + g * g * 0.1f;
            store(m + i, square);
            p -= g / (root(square) + 1e-7f) * rate;
            break;
        }
        case ADAM: {
            vec mean = load(m + i) * 0.9f + g * 0.1f, square = load(v + i) * 0.999f + g * g * 0.001f;
            store(m + i, mean);
            store(v + i, square);
            p -= mean / (root(square) + floor) * stride;
            break;
        }
        }
        if (penalty == L1) { /* a weight that would cross 0 stops there, and so does what carries it on */
            ivec goes_on = ~(p * sign(before) * load(net->rates + i) < 0.0f);
            p = where(goes_on, p);
            if (optimizer == MOMENTUM || optimizer == NESTEROV || optimizer == ADAM) store(m + i, where(goes_on, load(m + i)));
        }
        store(net->p + i, p);
        store(net->g + i, all(0.0f));
        squares += p * p;
    }
    squares -= squares;
    return !any(squares != squares);
}

/* base^n for Adam's averages. It depends on n alone, so that training in pieces is training through, to the bit. From `zero` on it
 * is 0: 1 less so little is 1. */
static double power(double base, int64_t n, int64_t zero) {
    double product = n < zero;
    for (n = n < zero ? n : 0; n > 0; n >>= 1, base *= base)
        if (n & 1) product *= base;
    return product;
}

/* the step with this number, from 1 */
static int update(const Net *net, int64_t step) {
    switch (net->optimizer) {
    case SGD: return update_by(net, 0.0f, 0.0f, SGD);
    case MOMENTUM: return update_by(net, 0.0f, 0.0f, MOMENTUM);
    case NESTEROV: return update_by(net, 0.0f, 0.0f, NESTEROV);
    case RMSPROP: return update_by(net, 0.0f, 0.0f, RMSPROP);
    }
    double root_of_square = sqrt(1.0 - power(0.999, step, 40000)), share = 1.0 - power(0.9, step, 400);
    return update_by(net, (float)(net->learning_rate * root_of_square / share), (float)(1e-8 * root_of_square), ADAM);
}

/* ---- a batch --------------------------------------------------------------------------------------------------------------- */

typedef struct {
    const Net *net;
    int stride; /* samples a piece, with the lanes that fill it up */
    float *x, *t;
    int64_t counted[PIECE];
    Layer layers[LAYERS];
} Job;

/* the neurons kept of one layer: 1 / (1 − rate) where the number drawn is at least the rate; drawn is (samples, out) */
static void drop(const Layer *l, double rate, const double *drawn, int samples, int stride) {
    float kept = (float)(1.0 / (1.0 - rate));
    for (int s = 0; s < samples; s++)
        for (int j = 0; j < l->out; j++) {
            float mask = drawn[(ptrdiff_t)s * l->out + j] >= rate ? kept : 0.0f;
            l->a[j * stride + s] *= mask;
            l->slope[j * stride + s] *= mask;
        }
}

static void forward(Job *job, int samples, const double *drawn, int first, int all_samples) {
    const Net *net = job->net;
    const float *from = job->x;
    int last = net->layers - 1;
    for (int i = 0; i <= last; i++) {
        Layer *l = &job->layers[i];
        forward_sums(l, from, job->stride);
        if (l->key == SOFTMAX) softmax(l->a, l->out, job->stride);
        else activate(l->key, l->a, l->slope, (ptrdiff_t)l->out * job->stride);
        if (l->drops) {
            drop(l, net->dropout[i], drawn + (ptrdiff_t)first * l->out, samples, job->stride);
            drawn += (ptrdiff_t)all_samples * l->out;
        }
        if (i < last) turn(l, samples, job->stride);
        from = l->a;
    }
}

static void backward(Job *job, const int64_t *rows, int samples, int all_samples) {
    const Net *net = job->net;
    int last = net->layers - 1, stride = job->stride;
    output_delta(net, &job->layers[last], job->t, samples, all_samples, stride);
    for (int i = last; i >= 0; i--) {
        Layer *l = &job->layers[i], *below = l - 1;
        if (i == 0) {
            gradient(l, net->x, rows, l->in + 1, samples, stride);
            break;
        }
        gradient(l, below->turned, job->counted, below->turned_stride, samples, stride);
        backward_sums(l, below->delta, stride);
        EACH((ptrdiff_t)below->out * stride) store(below->delta + i, load(below->delta + i) * load(below->slope + i));
    }
}

static void learn(Job *job, const int64_t *rows, int n, const double *drawn) {
    const Net *net = job->net;
    for (int first = 0; first < n; first += job->stride) {
        int samples = n - first < job->stride ? n - first : job->stride;
        const int64_t *piece = rows + first;
        gather(net->x, net->sizes[0], net->sizes[0] + 1, piece, samples, job->x, job->stride);
        gather(net->t, net->sizes[net->layers], net->sizes[net->layers], piece, samples, job->t, job->stride);
        forward(job, samples, drawn, first, n);
        backward(job, piece, samples, n);
    }
}

/* ---- chance ---------------------------------------------------------------------------------------------------------------- */

/* A number from 0 to `most`, each as likely, as NumPy draws it: as many bits as that has, again and again until they fit. */
static uint32_t drawn_up_to(Random *random, uint32_t most) {
    uint32_t mask = most, number;
    for (int shift = 1; shift < 32; shift *= 2) mask |= mask >> shift;
    do number = random->next_uint32(random->state) & mask;
    while (number > most);
    return number;
}

/* ---- what is called -------------------------------------------------------------------------------------------------------- */

static int64_t up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }

static int is_sound(const Net *net) {
    if (net->layers < 1 || net->layers > LAYERS || net->batch < 1 || net->batch > BIGGEST || net->samples < 1) return 0;
    if (net->loss < 0 || net->loss >= LOSSES || net->optimizer < 0 || net->optimizer >= OPTIMIZERS) return 0;
    if (net->regularizer < 0 || net->regularizer >= REGULARIZERS) return 0;
    int64_t length = 0;
    for (int i = 0; i < net->layers; i++) {
        int last = i == net->layers - 1, key = net->activations[i];
        if (net->sizes[i] < 1 || net->sizes[i] > WIDEST || net->sizes[i + 1] < 1 || net->sizes[i + 1] > WIDEST) return 0;
        if (key < 0 || key >= ACTIVATIONS || (key == SOFTMAX && !last)) return 0;
        if (!(net->dropout[i] >= 0.0 && net->dropout[i] < 1.0) || (last && net->dropout[i] != 0.0)) return 0;
        length += (int64_t)net->sizes[i + 1] * (net->sizes[i] + 1);
    }
    if (net->length != length || !net->x || !net->t || !net->p || !net->g) return 0;
    if (net->rate != 0.0 && net->regularizer != NONE && !net->rates) return 0;
    int slots = net->optimizer == SGD ? 0 : net->optimizer == ADAM ? 2 : 1;
    return (slots < 1 || net->slots[0]) && (slots < 2 || net->slots[1]);
}

/* How many numbers dropout takes for each sample. */
static int64_t drops(const Net *net) {
    int64_t found = 0;
    for (int i = 0; i < net->layers; i++) found += net->dropout[i] != 0.0 ? net->sizes[i + 1] : 0;
    return found;
}

/* From now on numbers too small for full precision are 0: they would take a hundred times as long. Returns what was before. */
static unsigned flushing(void) {
#if defined(__SSE2__)
    unsigned before = _mm_getcsr();
    _mm_setcsr(before | 0x8040);
    return before;
#else
    return 0;
#endif
}

static void restored(unsigned before) {
#if defined(__SSE2__)
    _mm_setcsr(before);
#else
    (void)before;
#endif
}

/* Lay the work room out; returns how many floats that takes. */
static int64_t lay_out(Job *job, const Net *net, float *work) {
    int widest = 0;
    for (int i = 0; i <= net->layers; i++) widest = net->sizes[i] > widest ? net->sizes[i] : widest;
    /* where the weights are too many for the nearest caches, it pays to read them half as often */
    int piece = widest < 256 ? PIECE / 2 : PIECE, pieces = (net->batch + piece - 1) / piece;
    int stride = (int)up((net->batch + pieces - 1) / pieces, VL);
    int64_t at = 0;
    float *w = net->p, *g = net->g;
#define TAKE(N) (work ? work + at : 0); at += (N)
    job->net = net;
    job->stride = stride;
    job->x = TAKE(up(net->sizes[0], 4) * stride);
    job->t = TAKE(up(net->sizes[net->layers], 4) * stride);
    for (int i = 0; i < net->layers; i++) {
        Layer *l = &job->layers[i];
        l->in = net->sizes[i];
        l->out = net->sizes[i + 1];
        l->key = net->activations[i];
        l->drops = net->dropout[i] != 0.0;
        l->turned_stride = (int)up(l->out + 1, 4);
        l->w = w;
        l->g = g;
        int64_t block = (int64_t)l->out * (l->in + 1);
        if (work) w += block, g += block;
        l->a = TAKE((int64_t)l->turned_stride * stride);
        l->slope = TAKE((int64_t)l->out * stride);
        l->delta = TAKE((int64_t)l->turned_stride * stride);
        l->turned = TAKE((int64_t)l->turned_stride * stride + SPARE);
        for (int s = 0; work && s < stride; s++) { /* turn() brings its own ones, or leaves these alone */
            l->a[(ptrdiff_t)l->out * stride + s] = 1.0f;
            l->turned[(ptrdiff_t)s * l->turned_stride + l->out] = 1.0f;
        }
    }
#undef TAKE
    for (int s = 0; s < PIECE; s++) job->counted[s] = s;
    return at;
}

EXPORT const char *hlviz_source(void) { return HLVIZ_SOURCE; }

/* What this processor can run: 0 anything's baseline, 1 AVX2 and FMA, 2 AVX-512 too. */
EXPORT int32_t hlviz_level(void) {
#if defined(__x86_64__)
    unsigned a, b, c, d, low, high;
    __asm__("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "a"(0), "c"(0));
    if (a < 7) return 0;
    __asm__("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "a"(1), "c"(0));
    if (!(c >> 12 & 1) || !(c >> 27 & 1)) return 0; /* FMA; XGETBV */
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0)); /* which registers the system keeps */
    __asm__("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "a"(7), "c"(0));
    if ((low & 6) != 6 || !(b >> 5 & 1)) return 0;
    unsigned wanted = 1u << 16 | 1u << 17 | 1u << 30 | 1u << 31; /* F, DQ, BW, VL */
    return (low & 0xe6) == 0xe6 && (b & wanted) == wanted ? 2 : 1;
#else
    return 0;
#endif
}

/* f(z) and f′(z) of n numbers, a multiple of 16, in their own room; for the test that measures them. */
EXPORT int32_t hlviz_activate(int32_t key, float *z, float *slope, int64_t n) {
    if (key < 0 || key >= SOFTMAX || !z || !slope || n < 0 || n % 16) return BAD_NET;
    activate(key, z, slope, n);
    return FINE;
}

/* How many floats of work room this network takes; −1 if it is not sound. */
EXPORT int64_t hlviz_room(const Net *net) {
    Job job;
    if (!net || net->bytes != (int32_t)sizeof(Net) || !is_sound(net)) return -1;
    return lay_out(&job, net, 0);
}

/* One step for each batch in `rows`: numbers of samples, in epochs of `epoch` whose last batch may be short. `step` steps were made
 * before; `drawn` holds a number in [0, 1) for every neuron and sample of the layers with dropout, batch by batch, layer by layer.
 * Ends early where the parameters are no numbers any more: `lost` is that step, from 1, or else 0. */
EXPORT int32_t hlviz_train(const Net *net, const int64_t *rows, int64_t count, int64_t epoch, int64_t step, const double *drawn,
                           int64_t draws, int64_t *lost) {
    if (!net || net->bytes != (int32_t)sizeof(Net)) return STRANGER;
    if (!is_sound(net)) return BAD_NET;
    if (!rows || count < 0 || epoch < 1 || step < 0 || !lost) return BAD_ROWS;
    for (int64_t i = 0; i < count; i++)
        if (rows[i] < 0 || rows[i] >= net->samples) return BAD_ROWS;
    int64_t dropping = drops(net);
    if (draws != dropping * count || (draws && !drawn)) return BAD_DRAWS;
    Job job;
    if (!net->work || lay_out(&job, net, 0) > net->room) return SMALL_WORK;
    lay_out(&job, net, net->work);
    *lost = 0;
    unsigned before = flushing();
    for (int64_t at = 0; at < count;) {
        int64_t left = epoch - at % epoch;
        int n = (int)(left < net->batch ? left : net->batch);
        if (n > count - at) n = (int)(count - at);
        learn(&job, rows + at, n, drawn);
        step++;
        if (!update(net, step)) {
            *lost = step;
            break;
        }
        if (dropping) drawn += dropping * n;
        at += n;
    }
    restored(before);
    return FINE;
}

/* Numbers of samples in a new order, to the bit that of NumPy's Generator.permutation(n). */
EXPORT int32_t hlviz_permute(Random *random, int64_t *order, int64_t n) {
    if (!random || !order || n < 0 || n > UINT32_MAX) return BAD_ROWS;
    for (int64_t i = 0; i < n; i++) order[i] = i;
    for (int64_t i = n - 1; i > 0; i--) {
        int64_t j = drawn_up_to(random, (uint32_t)i), kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
    return FINE;
}

/* Step after step, from the place `at` in an epoch with the samples in this `order`; where an epoch ends another may begin, in an
 * order of its own. Ends after so many steps, or when `halt` is no longer 0: where `whole`, at the first end of an epoch from then
 * on; else after the batch under way, and where an epoch ends. `drawn` has room for a batch's numbers for dropout. Writes how many
 * `steps` were made and how many epochs ended; and `lost` as hlviz_train does, which ends it too. */
EXPORT int32_t hlviz_run(const Net *net, int64_t *order, int64_t count, int64_t *at, int64_t step, int64_t *steps, int64_t *epochs,
                         int32_t whole, Random *random, double *drawn, const volatile int32_t *halt, int64_t *lost) {
    if (!net || net->bytes != (int32_t)sizeof(Net)) return STRANGER;
    if (!is_sound(net)) return BAD_NET;
    if (!order || count < 1 || count > net->samples || count > UINT32_MAX || !at || *at < 0 || *at >= count) return BAD_ROWS;
    if (step < 0 || !steps || *steps < 1 || !epochs || !random || !halt || !lost) return BAD_ROWS;
    for (int64_t i = *at ? 0 : count; i < count; i++)
        if (order[i] < 0 || order[i] >= net->samples) return BAD_ROWS;
    int64_t dropping = drops(net), most = *steps;
    if (dropping && !drawn) return BAD_DRAWS;
    Job job;
    if (!net->work || lay_out(&job, net, 0) > net->room) return SMALL_WORK;
    lay_out(&job, net, net->work);
    *steps = *epochs = *lost = 0;
    unsigned before = flushing();
    for (int is_over = 0; !is_over;) {
        if (*at == 0) hlviz_permute(random, order, count);
        int n = (int)(count - *at < net->batch ? count - *at : net->batch);
        for (int64_t i = 0; i < dropping * n; i++) drawn[i] = random->next_double(random->state);
        learn(&job, order + *at, n, drawn);
        *at = *at + n < count ? *at + n : 0;
        *epochs += *at == 0;
        ++*steps;
        if (!update(net, ++step)) {
            *lost = step;
            break;
        }
        is_over = *steps >= most || *halt;
        is_over = whole ? is_over && *at == 0 : is_over || *at == 0;
    }
    restored(before);
    return FINE;
}
