/* tradelab/abi/draft/source.h: kind "source": news, chain data, archives.  DRAFT, see message.h.
 *
 * Records go out; the host stores them, numbers them and stamps when it knew them.
 */
#ifndef TRADELAB_ABI_DRAFT_SOURCE_H
#define TRADELAB_ABI_DRAFT_SOURCE_H

#include "message.h"

TL_BEGIN_C

#define TL_KIND_SOURCE "source"
#define TL_EXT_SOURCE "tl.source/0" /* a tl_handler */

enum { TL_MSG_POLL = 385, TL_MSG_BACKFILL = 386 };
enum { TL_MSG_RECORD = 449, TL_MSG_CURSOR = 450 };

typedef struct tl_msg_poll { /* POLL: cursor; BACKFILL: from, to */
    tl_msg h;
    tl_time from, to;
    tl_span cursor;
} tl_msg_poll;

typedef struct tl_msg_record {
    tl_msg h;
    uint32_t kind; /* 1 news, 2 chain, 3 social, 4 macro, 100 and above: the source's own */
    uint32_t reserved;
    tl_time ts_event, ts_published;
    tl_span uid, title, json, url; /* uid: stable, so that a repeat is seen */
} tl_msg_record;

typedef struct tl_msg_cursor { /* id: the poll's; the poll is answered */
    tl_msg h;
    tl_status status;
    uint32_t reserved;
    tl_span next;
} tl_msg_cursor;

TL_END_C
#endif
