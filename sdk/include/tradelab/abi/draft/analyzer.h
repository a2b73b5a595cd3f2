/* tradelab/abi/draft/analyzer.h: kind "analyzer".  DRAFT, see message.h.
 *
 * A brief comes in, an answer goes out.  The answer is data to be checked, never a command: the
 * host holds it against the schema, the records it was given, and the deadline.
 *
 * In a campaign each question is asked in a process of its own, which may use 10 s of the
 * processor, 1 GiB of address space and 64 descriptors, writes no file, and ends after 30 s.  All
 * questions of one campaign together may take 60 s.  Who takes more is left out of it from there
 * on.
 */
#ifndef TRADELAB_ABI_DRAFT_ANALYZER_H
#define TRADELAB_ABI_DRAFT_ANALYZER_H

#include "message.h"

TL_BEGIN_C

#define TL_KIND_ANALYZER "analyzer"
#define TL_EXT_ANALYZER "tl.analyzer/0" /* a tl_handler */

enum { TL_MSG_BRIEF = 257 };
enum { TL_MSG_ANSWER = 321, TL_MSG_USAGE = 322 };

typedef struct tl_msg_brief {
    tl_msg h;
    tl_time deadline;
    uint64_t seed; /* all the randomness that a proposer may use */
    tl_span json;
} tl_msg_brief;

typedef struct tl_msg_answer { /* id: the brief's; exactly one for each */
    tl_msg h;
    tl_status status;
    uint32_t reserved;
    tl_span json;
} tl_msg_answer;

typedef struct tl_msg_usage {
    tl_msg h;
    int64_t tokens_in, tokens_out, cost_usd_e8;
    tl_span model;
} tl_msg_usage;

TL_END_C
#endif
