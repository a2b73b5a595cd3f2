/* tradelab/abi/base.h: the types that every other header of the contract is made of.
 *
 * Plain C11, and C++20 sees the same.  Nothing here has a constructor, an owner or a hidden
 * pointer.
 *
 * Rules that hold for the whole contract:
 *   growth    structs only ever gain fields at the end; every struct begins with its `size` as the
 *             writer knew it; a reader asks TL_HAS before it touches a field that came later.
 *   numbers   enumerations cross as integers; a value the reader does not know means "other".
 *   memory    nothing changes owner.  A pointer handed in is borrowed until the call returns; a
 *             pointer handed out of a table lives as long as the library.
 *   failure   tl_status; no exception, no signal, no longjmp crosses.
 *   padding   is spelled as `reserved` and is zero.
 */
#ifndef TRADELAB_ABI_BASE_H
#define TRADELAB_ABI_BASE_H

#include <stddef.h>
#include <stdint.h>

/* A different major never loads: it would be another entry symbol.  The minor only grows: new tail
 * fields, new ids, new event and intent types. */
#define TL_ABI_MAJOR 1u
#define TL_ABI_MINOR 0u
#define TL_ABI_VERSION ((TL_ABI_MAJOR << 16) | TL_ABI_MINOR)
#define TL_ABI_MAJOR_OF(version) ((version) >> 16)
#define TL_ABI_MINOR_OF(version) ((version) & 0xffffu)

#ifdef __cplusplus
#define TL_BEGIN_C extern "C" {
#define TL_END_C }
#define TL_NOEXCEPT noexcept
#define TL_STATIC_ASSERT(condition, text) static_assert(condition, text)
#else
#define TL_BEGIN_C
#define TL_END_C
#define TL_NOEXCEPT
#define TL_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#endif
#define TL_EXPORT __attribute__((visibility("default")))

/* Is `field` present in the struct that the other side gave me? */
#define TL_HAS(type, pointer, field) \
    ((pointer) != NULL && (pointer)->size >= offsetof(type, field) + sizeof((pointer)->field))

TL_BEGIN_C

typedef int32_t tl_status; /* 0 is success, below 0 a reason */
#define TL_OK 0
#define TL_E_INVALID (-1)     /* the argument is wrong; nothing was done */
#define TL_E_UNSUPPORTED (-2) /* unknown id, or a blob of another version */
#define TL_E_STATE (-3)       /* not now: see the state tag of the function */
#define TL_E_NOMEM (-4)
#define TL_E_IO (-5)
#define TL_E_DENIED (-6)
#define TL_E_AGAIN (-7)     /* the output has no room; nothing was done, ask again with more */
#define TL_E_INTERNAL (-99) /* what a caught C++ exception becomes */

typedef int64_t tl_time;      /* ns since 1970-01-01T00:00:00Z, UTC, no leap seconds */
typedef int64_t tl_fixed;     /* mantissa; the decimal places are the instrument's */
typedef uint32_t tl_inst;     /* an instrument in this session, from 1; 0 is none; never stored */
typedef uint64_t tl_order_id; /* given by the host, unique for ever; 0 is none */

#define TL_NONE INT64_MIN /* "no price": a tl_fixed or tl_time that is not there */

typedef struct tl_str { /* UTF-8, not NUL-terminated */
    const char* ptr;
    uint64_t len;
} tl_str;

typedef struct tl_bytes {
    const void* ptr;
    uint64_t len;
} tl_bytes;

/* Where a result of unknown length goes.  `write` may be called many times, each time with any
 * number of bytes; a status other than TL_OK is passed up at once. */
typedef struct tl_sink {
    uint32_t size, reserved;
    void* ctx;
    tl_status (*write)(void* ctx, const void* data, uint64_t len);
} tl_sink;

TL_END_C
#endif
