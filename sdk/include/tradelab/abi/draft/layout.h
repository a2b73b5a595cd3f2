/* tradelab/abi/draft/layout.h: where every field of the drafts lies, on a machine with 64-bit
 * pointers.
 *
 * A draft may still change; then this file changes with it, in the same commit and on purpose: the
 * host and an analyzer built apart from it must not differ unseen. */
#ifndef TRADELAB_ABI_DRAFT_LAYOUT_H
#define TRADELAB_ABI_DRAFT_LAYOUT_H

#include "../layout.h"
#include "analyzer.h"
#include "exchange.h"
#include "message.h"
#include "notifier.h"
#include "source.h"

#define TL_SIZE(type, bytes) TL_STATIC_ASSERT(sizeof(type) == bytes, #type " changed its size")
#define TL_AT(type, field, bytes) \
    TL_STATIC_ASSERT(offsetof(type, field) == bytes, #type "." #field " moved")

TL_SIZE(tl_msg, 24);
TL_AT(tl_msg, size, 0);
TL_AT(tl_msg, type, 4);
TL_AT(tl_msg, flags, 6);
TL_AT(tl_msg, id, 8);
TL_AT(tl_msg, ts, 16);

TL_SIZE(tl_span, 8);
TL_AT(tl_span, at, 0);
TL_AT(tl_span, len, 4);

TL_SIZE(tl_msg_http_request, 104);
TL_AT(tl_msg_http_request, h, 0);
TL_AT(tl_msg_http_request, method, 24);
TL_AT(tl_msg_http_request, host, 32);
TL_AT(tl_msg_http_request, path, 40);
TL_AT(tl_msg_http_request, query, 48);
TL_AT(tl_msg_http_request, headers, 56);
TL_AT(tl_msg_http_request, body, 64);
TL_AT(tl_msg_http_request, key_ref, 72);
TL_AT(tl_msg_http_request, scheme, 80);
TL_AT(tl_msg_http_request, weight, 84);
TL_AT(tl_msg_http_request, lane, 88);
TL_AT(tl_msg_http_request, reserved, 92);
TL_AT(tl_msg_http_request, timeout_ns, 96);

TL_SIZE(tl_msg_http_reply, 48);
TL_AT(tl_msg_http_reply, h, 0);
TL_AT(tl_msg_http_reply, status, 24);
TL_AT(tl_msg_http_reply, reserved, 28);
TL_AT(tl_msg_http_reply, headers, 32);
TL_AT(tl_msg_http_reply, body, 40);

TL_SIZE(tl_msg_ws, 40);
TL_AT(tl_msg_ws, h, 0);
TL_AT(tl_msg_ws, binary, 24);
TL_AT(tl_msg_ws, code, 28);
TL_AT(tl_msg_ws, data, 32);

TL_SIZE(tl_msg_timer, 32);
TL_AT(tl_msg_timer, h, 0);
TL_AT(tl_msg_timer, at, 24);

TL_SIZE(tl_msg_budget, 48);
TL_AT(tl_msg_budget, h, 0);
TL_AT(tl_msg_budget, bucket, 24);
TL_AT(tl_msg_budget, reserved, 28);
TL_AT(tl_msg_budget, used, 32);
TL_AT(tl_msg_budget, limit, 40);

TL_SIZE(tl_msg_text, 40);
TL_AT(tl_msg_text, h, 0);
TL_AT(tl_msg_text, level, 24);
TL_AT(tl_msg_text, reserved, 28);
TL_AT(tl_msg_text, text, 32);

TL_SIZE(tl_call, 56);
TL_AT(tl_call, size, 0);
TL_AT(tl_call, count, 4);
TL_AT(tl_call, first, 8);
TL_AT(tl_call, bytes, 16);
TL_AT(tl_call, out, 24);
TL_AT(tl_call, out_cap, 32);
TL_AT(tl_call, out_len, 40);
TL_AT(tl_call, consumed, 48);
TL_AT(tl_call, reserved, 52);

TL_SIZE(tl_handler, 16);
TL_AT(tl_handler, size, 0);
TL_AT(tl_handler, reserved, 4);
TL_AT(tl_handler, handle, 8);

TL_SIZE(tl_msg_place, 72);
TL_AT(tl_msg_place, h, 0);
TL_AT(tl_msg_place, inst, 24);
TL_AT(tl_msg_place, side, 28);
TL_AT(tl_msg_place, order_type, 32);
TL_AT(tl_msg_place, tif, 34);
TL_AT(tl_msg_place, flags, 36);
TL_AT(tl_msg_place, price, 40);
TL_AT(tl_msg_place, stop, 48);
TL_AT(tl_msg_place, qty, 56);
TL_AT(tl_msg_place, expires, 64);

TL_SIZE(tl_msg_target, 72);
TL_AT(tl_msg_target, h, 0);
TL_AT(tl_msg_target, inst, 24);
TL_AT(tl_msg_target, reserved, 28);
TL_AT(tl_msg_target, order, 32);
TL_AT(tl_msg_target, events, 40);
TL_AT(tl_msg_target, interval_ns, 48);
TL_AT(tl_msg_target, from, 56);
TL_AT(tl_msg_target, to, 64);

TL_SIZE(tl_msg_order_report, 64);
TL_AT(tl_msg_order_report, h, 0);
TL_AT(tl_msg_order_report, order, 24);
TL_AT(tl_msg_order_report, state, 32);
TL_AT(tl_msg_order_report, venue_code, 36);
TL_AT(tl_msg_order_report, filled_qty, 40);
TL_AT(tl_msg_order_report, venue_order, 48);
TL_AT(tl_msg_order_report, text, 56);

TL_SIZE(tl_msg_link, 40);
TL_AT(tl_msg_link, h, 0);
TL_AT(tl_msg_link, up, 24);
TL_AT(tl_msg_link, reserved, 28);
TL_AT(tl_msg_link, last_heard, 32);

TL_SIZE(tl_msg_event, 24);
TL_AT(tl_msg_event, h, 0);

TL_SIZE(tl_msg_done, 40);
TL_AT(tl_msg_done, h, 0);
TL_AT(tl_msg_done, status, 24);
TL_AT(tl_msg_done, reserved, 28);
TL_AT(tl_msg_done, text, 32);

TL_SIZE(tl_msg_brief, 48);
TL_AT(tl_msg_brief, h, 0);
TL_AT(tl_msg_brief, deadline, 24);
TL_AT(tl_msg_brief, seed, 32);
TL_AT(tl_msg_brief, json, 40);

TL_SIZE(tl_msg_answer, 40);
TL_AT(tl_msg_answer, h, 0);
TL_AT(tl_msg_answer, status, 24);
TL_AT(tl_msg_answer, reserved, 28);
TL_AT(tl_msg_answer, json, 32);

TL_SIZE(tl_msg_usage, 56);
TL_AT(tl_msg_usage, h, 0);
TL_AT(tl_msg_usage, tokens_in, 24);
TL_AT(tl_msg_usage, tokens_out, 32);
TL_AT(tl_msg_usage, cost_usd_e8, 40);
TL_AT(tl_msg_usage, model, 48);

TL_SIZE(tl_msg_poll, 48);
TL_AT(tl_msg_poll, h, 0);
TL_AT(tl_msg_poll, from, 24);
TL_AT(tl_msg_poll, to, 32);
TL_AT(tl_msg_poll, cursor, 40);

TL_SIZE(tl_msg_record, 80);
TL_AT(tl_msg_record, h, 0);
TL_AT(tl_msg_record, kind, 24);
TL_AT(tl_msg_record, reserved, 28);
TL_AT(tl_msg_record, ts_event, 32);
TL_AT(tl_msg_record, ts_published, 40);
TL_AT(tl_msg_record, uid, 48);
TL_AT(tl_msg_record, title, 56);
TL_AT(tl_msg_record, json, 64);
TL_AT(tl_msg_record, url, 72);

TL_SIZE(tl_msg_cursor, 40);
TL_AT(tl_msg_cursor, h, 0);
TL_AT(tl_msg_cursor, status, 24);
TL_AT(tl_msg_cursor, reserved, 28);
TL_AT(tl_msg_cursor, next, 32);

TL_SIZE(tl_msg_notice, 64);
TL_AT(tl_msg_notice, h, 0);
TL_AT(tl_msg_notice, severity, 24);
TL_AT(tl_msg_notice, reserved, 28);
TL_AT(tl_msg_notice, at, 32);
TL_AT(tl_msg_notice, topic, 40);
TL_AT(tl_msg_notice, title, 48);
TL_AT(tl_msg_notice, body, 56);

TL_SIZE(tl_msg_delivered, 32);
TL_AT(tl_msg_delivered, h, 0);
TL_AT(tl_msg_delivered, status, 24);
TL_AT(tl_msg_delivered, reserved, 28);

#undef TL_SIZE
#undef TL_AT

#endif
