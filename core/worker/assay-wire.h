/* assay-wire.h: frames between host, template and worker: what may be said, how it is written, how
 * it is read.
 *
 * Frame = kind (u32), length (u32), both little endian, then a little-endian GVariant of the fixed
 * type of that kind. Descriptors travel with the first byte of a frame (SCM_RIGHTS). What arrives
 * is untrusted: kinds of the wrong side, lengths above the kind's limit, a wrong number of
 * descriptors and variants that are not in normal form are refused. What the values mean is checked
 * by who uses them. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Changes whenever a type string or the meaning of a member does. */
#define ASSAY_WIRE_VERSION 3

/* What assay_result_to_variant() makes. */
#define ASSAY_WIRE_RESULT_TYPE "(ua(ss)a(ss)a(sd)avavavav)"
/* Descriptors of one frame: below the kernel's SCM_MAX_FD (253). */
#define ASSAY_WIRE_MAX_FDS 64
/* The role under which JOB has the nameless file of a tool that wants one. */
#define ASSAY_WIRE_SCRATCH "(scratch)"
/* Descriptors of one job, whatever its number of inputs. */
#define ASSAY_WIRE_MAX_JOB_FDS 960
/* The buffer of a job for a result above the frame limit, and of one preview unit: the largest
 * picture (ASSAY_LIMIT_PIXELS in 4 bytes) with room for what stands beside it. Sparse until it is
 * written to. */
#define ASSAY_WIRE_BUFFER_SIZE (G_GUINT64_CONSTANT (1088) * 1024 * 1024)

typedef enum
{
  /* host to template */
  ASSAY_WIRE_SPAWN = 1, /* (tttuu): memory MiB, processor s (0: none), largest file in bytes,
                           descriptors, threads; with the job's socket and the status socket */
  /* template to host, on the status socket of the job */
  ASSAY_WIRE_STARTED = 16, /* u: process id; with its pidfd */
  ASSAY_WIRE_ENDED = 17,   /* i: wait status as waitpid() gives it */
  /* host to worker */
  ASSAY_WIRE_ATTACH
  = 32, /* u: number of descriptors with it; numbered on through all of them, from 0 */
  ASSAY_WIRE_JOB
  = 33, /* (usa{sv}a(ssu)a(su)a(su)ux): 0 run or 1 preview; tool; parameters; inputs (role, name,
           descriptor); outputs (role, descriptor); file parameters (name, descriptor); threads;
           reference time in ms. With the result buffer */
  ASSAY_WIRE_CANCEL = 34,
  ASSAY_WIRE_FOLDER_REPLY = 35, /* (uu): serial, errno; with the descriptor when errno is 0 */
  ASSAY_WIRE_SEEK = 36,         /* d: seconds */
  ASSAY_WIRE_NEXT = 37,         /* with the unit's buffer */
  ASSAY_WIRE_STOP = 38,
  ASSAY_WIRE_RANGE = 39, /* (ddu): start and end in s, columns: what the next unit covers */
  /* worker to host */
  ASSAY_WIRE_HELLO = 64,          /* (uss): protocol version, sandbox level, library versions */
  ASSAY_WIRE_PROGRESS = 65,       /* (dstt): fraction, what (a msgid), done, total */
  ASSAY_WIRE_FOLDER_REQUEST = 66, /* (uss): serial, parameter, relative name */
  ASSAY_WIRE_RESULT = 67,         /* ASSAY_WIRE_RESULT_TYPE: assay_result_to_variant() */
  ASSAY_WIRE_RESULT_BUFFER
  = 68, /* t: bytes of the same variant, serialised at the start of the result buffer */
  ASSAY_WIRE_ERROR = 69, /* (sis): error domain, code, text */
  ASSAY_WIRE_READY = 70, /* a preview is open, or a seek or range is done */
  ASSAY_WIRE_UNIT
  = 71, /* (ddxb(uuut)(uut)): seconds, duration, index, end; picture: format, width, height, bytes
           from 0; sound: channels, rate, bytes after the picture's, at the next multiple of 64 */
} AssayWireKind;

/* Who says it. */
typedef enum
{
  ASSAY_WIRE_FROM_HOST_TO_TEMPLATE,
  ASSAY_WIRE_FROM_TEMPLATE,
  ASSAY_WIRE_FROM_HOST,
  ASSAY_WIRE_FROM_WORKER,
} AssayWireFrom;

typedef struct
{
  AssayWireKind kind;
  const char *name;
  AssayWireFrom from;
  const char *type; /* GVariant type string */
  guint32 limit;    /* most bytes of the variant */
  guint least_fds;
  guint most_fds;
} AssayWireInfo;

/* What a job may use up: the members of SPAWN. */
typedef struct
{
  guint64 memory;    /* MiB that the job may write to, above what the program itself takes */
  guint64 processor; /* s of processor time, all threads together; 0 without a limit */
  guint64 file_size; /* bytes: the largest file it may write */
  guint descriptors; /* open at a time */
  guint threads;     /* whose stacks come on top of @memory */
} AssayWireLimits;

/* All kinds, for the golden test; ends with a NULL name. */
const AssayWireInfo *assay_wire_get_infos (void);
/* NULL if there is none. */
const AssayWireInfo *assay_wire_find (guint32 kind);

/* A frame that was read. */
typedef struct
{
  AssayWireKind kind;
  GVariant *body;
  int fds[ASSAY_WIRE_MAX_FDS];
  guint n_fds;
} AssayFrame;

/* Drops the body and closes the descriptors that were not taken. */
void assay_frame_clear (AssayFrame *self);
/* The descriptor at @index, the caller's from now on; -1 if there is none. */
int assay_frame_take_fd (AssayFrame *self, guint index);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayFrame, assay_frame_clear)

/**
 * assay_wire_decode:
 * @length: bytes at @data; any alignment
 *
 * The variant of a frame of @kind, said by @from.
 *
 * Returns: (transfer full) (nullable): the variant in normal form, or %NULL with
 * ASSAY_WORKER_ERROR_PROTOCOL
 */
GVariant *assay_wire_decode (guint32 kind,
                             AssayWireFrom from,
                             const guint8 *data,
                             gsize length,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A result that came in a buffer, where the frame limit does not hold; @bytes must not change any
 * more. */
GVariant *assay_wire_decode_result (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One end of a stream socket. Sending is safe from several threads, receiving is for one. */
typedef struct _AssayWire AssayWire;

/* Takes @fd. @from says whose frames are read here. */
AssayWire *assay_wire_new (int fd, AssayWireFrom from) G_GNUC_WARN_UNUSED_RESULT;
void assay_wire_free (AssayWire *self);
int assay_wire_get_fd (const AssayWire *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayWire, assay_wire_free)

/* A connected pair of stream sockets, close-on-exec. */
gboolean assay_wire_pair (int fds[2], GError **error);

/**
 * assay_wire_send:
 * @body: of the kind's type; a floating reference is taken
 * @fds: borrowed
 * @timeout_ms: for the whole frame, -1 to wait for ever
 *
 * Returns: %FALSE with ASSAY_WORKER_ERROR_DIED (the other end is gone), _TIMED_OUT (it does not
 * read) or _LIMIT (the variant is larger than the kind allows; nothing was sent)
 */
gboolean assay_wire_send (AssayWire *self,
                          AssayWireKind kind,
                          GVariant *body,
                          const int *fds,
                          guint n_fds,
                          int timeout_ms,
                          GError **error);

typedef enum
{
  ASSAY_WIRE_FRAME, /* @frame is filled */
  ASSAY_WIRE_AGAIN, /* not yet a whole frame */
  ASSAY_WIRE_END,   /* the other end is gone */
  ASSAY_WIRE_FAILED,
} AssayWireStatus;

/* Reads what is there without waiting. FAILED sets ASSAY_WORKER_ERROR_PROTOCOL. */
AssayWireStatus assay_wire_receive (AssayWire *self, AssayFrame *frame, GError **error);
/* Waits up to @timeout_ms (-1: for ever) for a whole frame; AGAIN when the time is over. */
AssayWireStatus
assay_wire_wait (AssayWire *self, AssayFrame *frame, int timeout_ms, GError **error);

G_END_DECLS
