/* assay-convolutional-code.c: a convolutional code of constraint length 9 with soft decisions. */
#include "signal/assay-convolutional-code.h"

#include <string.h>

#define CLONES __attribute__ ((target_clones ("avx2", "default")))
#define STATES 256
#define HALF (STATES / 2)
#define MOST_RATE 4
/* Nodes that the search for a list may take for each step of each message: two, and what sums that
 * are equal but for rounding lead it astray. */
#define LISTED_NODES 4
/* Below every sum that finite values can make in practice, yet finite itself. */
#define UNREACHED (-1e300)

/* By rate - 2. */
static const guint generators[3][MOST_RATE] = {
  { 0561, 0753 },
  { 0557, 0663, 0711 },
  { 0463, 0535, 0733, 0745 },
};

/* The register is the new bit above the eight before it, newest first. */
static gint8
symbol_of (guint reg, guint generator)
{
  return (gint8) (1 - 2 * __builtin_parity (reg & generator));
}

gsize
assay_code_get_length (guint n_bits, guint rate)
{
  return (gsize) (n_bits + ASSAY_CODE_TAIL) * rate;
}

void
assay_code_encode (const guint8 *bits, guint n_bits, guint rate, gint8 *symbols)
{
  guint state = 0;

  g_return_if_fail (rate >= 2 && rate <= MOST_RATE);
  for (guint i = 0; i < n_bits + ASSAY_CODE_TAIL; i++)
    {
      guint reg = (i < n_bits && bits[i] != 0 ? STATES : 0) | state;

      for (guint g = 0; g < rate; g++)
        *symbols++ = symbol_of (reg, generators[rate - 2][g]);
      state = reg >> 1;
    }
}

/* Bit g is set where generator g gives -1. */
typedef guint8 Branches[2][STATES];

/* The signs of all branches: [bit][state]. */
static void
make_branches (guint rate, Branches branches)
{
  for (guint bit = 0; bit < 2; bit++)
    for (guint state = 0; state < STATES; state++)
      {
        branches[bit][state] = 0;
        for (guint g = 0; g < rate; g++)
          if (symbol_of (bit * STATES | state, generators[rate - 2][g]) < 0)
            branches[bit][state] = (guint8) (branches[bit][state] | 1u << g);
      }
}

static double
branch_sum (guint signs, const double *soft, guint rate)
{
  double sum = 0;

  for (guint g = 0; g < rate; g++)
    sum += (signs >> g & 1) != 0 ? -soft[g] : soft[g];
  return sum;
}

/* The better way to each state: from an even state and the odd one beside it, by @sums to the lower
 * half of the states. Every generator has the oldest bit and the newest: the other way and the
 * other half have the opposite symbols. */
CLONES static void
choose (const double *restrict before, const double *restrict sums, double *restrict after)
{
  for (guint i = 0; i < HALF; i++)
    {
      double even = before[2 * i] + sums[i];
      double odd = before[2 * i + 1] - sums[i];

      after[i] = odd > even ? odd : even;
    }
  for (guint i = 0; i < HALF; i++)
    {
      double even = before[2 * i] - sums[i];
      double odd = before[2 * i + 1] + sums[i];

      after[i + HALF] = odd > even ? odd : even;
    }
}

/* The best sums on the way to each state: (length + 1) × STATES. State s is reached from (s << 1)
 * and (s << 1 | 1) by the bit s >> 7. */
static double *
go_forward (const double *soft, guint n_bits, guint rate, Branches branches)
{
  guint length = n_bits + ASSAY_CODE_TAIL;
  double *sums = g_new (double, (gsize) (length + 1) * STATES);

  for (guint i = 0; i < STATES; i++)
    sums[i] = i == 0 ? 0.0 : UNREACHED;
  for (guint i = 0; i < length; i++)
    {
      double *after = sums + (gsize) (i + 1) * STATES;
      double of_signs[1u << MOST_RATE] = { 0 };
      double of_ways[HALF];

      for (guint g = 0; g < rate; g++)
        for (guint signs = 0; signs < 1u << g; signs++)
          {
            of_signs[signs | 1u << g] = of_signs[signs] - soft[(gsize) i * rate + g];
            of_signs[signs] += soft[(gsize) i * rate + g];
          }
      for (guint k = 0; k < HALF; k++)
        of_ways[k] = of_signs[branches[0][2 * k]];
      choose (after - STATES, of_ways, after);
      for (guint k = HALF; i >= n_bits && k < STATES; k++)
        after[k] = UNREACHED;
    }
  return sums;
}

double
assay_code_decode (const double *soft, guint n_bits, guint rate, guint8 *bits)
{
  guint length = n_bits + ASSAY_CODE_TAIL;
  g_autofree double *sums = NULL;
  Branches branches;
  guint state = 0;

  g_return_val_if_fail (rate >= 2 && rate <= MOST_RATE && n_bits <= ASSAY_CODE_MOST_BITS, 0.0);
  make_branches (rate, branches);
  sums = go_forward (soft, n_bits, rate, branches);
  for (guint i = length; i > 0; i--)
    {
      const double *before = sums + (gsize) (i - 1) * STATES;
      guint even = (state << 1) & (STATES - 1);
      double way = branch_sum (branches[state >> 7][even], soft + (gsize) (i - 1) * rate, rate);

      if (i <= n_bits)
        bits[i - 1] = (guint8) (state >> 7);
      state = before[even | 1] - way > before[even] + way ? even | 1 : even;
    }
  return sums[(gsize) length * STATES];
}

/* A way back from the end of the message to @state before bit @place. */
typedef struct
{
  double total;  /* of the best message that ends so: what the search goes by */
  double behind; /* of the symbols behind */
  guint16 place;
  guint16 state;
  gint32 next; /* index of the node behind it, -1 at the end */
} Node;

/* The nodes found, and those not yet followed as a heap with the best on top. */
typedef struct
{
  Node *nodes;
  guint32 *heap;
  guint n_nodes, n_heap;
} Tree;

static gboolean
goes_before (const Tree *tree, guint32 a, guint32 b)
{
  double x = tree->nodes[a].total, y = tree->nodes[b].total;

  /* Of equal ones the newer, which is further on. */
  return x > y || (x >= y && a > b);
}

static void
tree_add (Tree *tree, Node node)
{
  guint at = tree->n_heap++;
  guint32 index = tree->n_nodes++;

  tree->nodes[index] = node;
  for (; at > 0 && goes_before (tree, index, tree->heap[(at - 1) / 2]); at = (at - 1) / 2)
    tree->heap[at] = tree->heap[(at - 1) / 2];
  tree->heap[at] = index;
}

static guint32
tree_take (Tree *tree)
{
  guint32 top = tree->heap[0];
  guint32 last = tree->heap[--tree->n_heap];
  guint at = 0;

  for (guint child = 1; child < tree->n_heap; child = 2 * at + 1)
    {
      if (child + 1 < tree->n_heap && goes_before (tree, tree->heap[child + 1], tree->heap[child]))
        child++;
      if (!goes_before (tree, tree->heap[child], last))
        break;
      tree->heap[at] = tree->heap[child];
      at = child;
    }
  tree->heap[at] = last;
  return top;
}

guint
assay_code_decode_list (
    const double *soft, guint n_bits, guint rate, guint most, guint8 *bits, double *sums)
{
  guint length = n_bits + ASSAY_CODE_TAIL;
  guint most_nodes = LISTED_NODES * length * (most + 1);
  g_autofree double *forward = NULL;
  g_autofree Node *nodes = NULL;
  g_autofree guint32 *heap = NULL;
  Branches branches;
  guint found = 0;
  Tree tree;

  g_return_val_if_fail (rate >= 2 && rate <= MOST_RATE && n_bits <= ASSAY_CODE_MOST_BITS, 0);
  g_return_val_if_fail (most <= ASSAY_CODE_MOST_LISTED, 0);
  make_branches (rate, branches);
  forward = go_forward (soft, n_bits, rate, branches);
  nodes = g_new (Node, most_nodes);
  heap = g_new (guint32, most_nodes);
  tree = (Tree){ nodes, heap, 0, 0 };
  tree_add (&tree, (Node){ forward[(gsize) length * STATES], 0, (guint16) length, 0, -1 });
  while (found < most && tree.n_heap > 0 && tree.n_nodes + 2 <= most_nodes)
    {
      guint32 index = tree_take (&tree);
      Node node = nodes[index];

      if (node.place == 0)
        {
          for (gint32 i = node.next; i >= 0; i = nodes[i].next)
            if (nodes[i].place <= n_bits)
              bits[(gsize) found * n_bits + nodes[i].place - 1] = (guint8) (nodes[i].state >> 7);
          sums[found++] = node.behind;
          continue;
        }
      for (guint k = 0; k < 2; k++)
        {
          guint before = ((guint) node.state << 1 & (STATES - 1)) | k;
          const double *row = forward + (gsize) (node.place - 1) * STATES;
          double behind = node.behind
                          + branch_sum (branches[node.state >> 7][before],
                                        soft + (gsize) (node.place - 1) * rate, rate);

          if (row[before] > UNREACHED / 2)
            tree_add (&tree, (Node){ row[before] + behind, behind, (guint16) (node.place - 1),
                                     (guint16) before, (gint32) index });
        }
    }
  return found;
}

void
assay_code_rate_bits (const gint8 *symbols,
                      const double *soft,
                      const double *sizes,
                      guint n_bits,
                      guint rate,
                      double *votes)
{
  for (guint bit = 0; bit < n_bits; bit++)
    {
      double right = 0.0;
      double all = 0.0;

      for (guint i = bit * rate; i < (bit + ASSAY_CODE_TAIL + 1) * rate; i++)
        {
          right += symbols[i] * soft[i];
          all += sizes[i];
        }
      votes[bit] = all > 0.0 ? right / all : 0.0;
    }
}
