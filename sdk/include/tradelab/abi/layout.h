/* tradelab/abi/layout.h: where every field of ABI 1.0 lies, on a machine with 64-bit pointers.
 *
 * Pinned on the day the ABI ships and never edited after: a later minor adds a file, it does not
 * change this one.  Every plugin and the host compile it. */
#ifndef TRADELAB_ABI_LAYOUT_H
#define TRADELAB_ABI_LAYOUT_H

#include "base.h"
#include "plugin.h"
#include "strategy.h"

#define TL_SIZE(type, bytes) TL_STATIC_ASSERT(sizeof(type) == bytes, #type " changed its size")
#define TL_AT(type, field, bytes) \
    TL_STATIC_ASSERT(offsetof(type, field) == bytes, #type "." #field " moved")

TL_SIZE(tl_str, 16);
TL_AT(tl_str, ptr, 0);
TL_AT(tl_str, len, 8);

TL_SIZE(tl_bytes, 16);
TL_AT(tl_bytes, ptr, 0);
TL_AT(tl_bytes, len, 8);

TL_SIZE(tl_sink, 24);
TL_AT(tl_sink, size, 0);
TL_AT(tl_sink, reserved, 4);
TL_AT(tl_sink, ctx, 8);
TL_AT(tl_sink, write, 16);

TL_SIZE(tl_host, 32);
TL_AT(tl_host, size, 0);
TL_AT(tl_host, abi, 4);
TL_AT(tl_host, self, 8);
TL_AT(tl_host, get, 16);
TL_AT(tl_host, set_error, 24);

TL_SIZE(tl_host_log, 16);
TL_AT(tl_host_log, size, 0);
TL_AT(tl_host_log, reserved, 4);
TL_AT(tl_host_log, write, 8);

TL_SIZE(tl_param, 72);
TL_AT(tl_param, size, 0);
TL_AT(tl_param, flags, 4);
TL_AT(tl_param, name, 8);
TL_AT(tl_param, unit, 16);
TL_AT(tl_param, summary, 24);
TL_AT(tl_param, min, 32);
TL_AT(tl_param, max, 40);
TL_AT(tl_param, initial, 48);
TL_AT(tl_param, step_e9, 56);
TL_AT(tl_param, choices, 64);

TL_SIZE(tl_constraint, 24);
TL_AT(tl_constraint, size, 0);
TL_AT(tl_constraint, lower, 4);
TL_AT(tl_constraint, upper, 8);
TL_AT(tl_constraint, reserved, 12);
TL_AT(tl_constraint, margin, 16);

TL_SIZE(tl_role, 32);
TL_AT(tl_role, size, 0);
TL_AT(tl_role, kinds, 4);
TL_AT(tl_role, name, 8);
TL_AT(tl_role, summary, 16);
TL_AT(tl_role, events, 24);

TL_SIZE(tl_descriptor, 96);
TL_AT(tl_descriptor, size, 0);
TL_AT(tl_descriptor, reserved, 4);
TL_AT(tl_descriptor, id, 8);
TL_AT(tl_descriptor, version, 16);
TL_AT(tl_descriptor, kind, 24);
TL_AT(tl_descriptor, summary, 32);
TL_AT(tl_descriptor, flags, 40);
TL_AT(tl_descriptor, params, 48);
TL_AT(tl_descriptor, constraints, 56);
TL_AT(tl_descriptor, roles, 64);
TL_AT(tl_descriptor, reasons, 72);
TL_AT(tl_descriptor, param_count, 80);
TL_AT(tl_descriptor, constraint_count, 84);
TL_AT(tl_descriptor, role_count, 88);
TL_AT(tl_descriptor, reason_count, 92);

TL_SIZE(tl_instrument, 40);
TL_AT(tl_instrument, size, 0);
TL_AT(tl_instrument, id, 4);
TL_AT(tl_instrument, symbol, 8);
TL_AT(tl_instrument, kind, 16);
TL_AT(tl_instrument, price_dp, 17);
TL_AT(tl_instrument, qty_dp, 18);
TL_AT(tl_instrument, reserved, 19);
TL_AT(tl_instrument, tick, 24);
TL_AT(tl_instrument, lot, 32);

TL_SIZE(tl_config, 40);
TL_AT(tl_config, size, 0);
TL_AT(tl_config, tick_count, 4);
TL_AT(tl_config, ticks, 8);
TL_AT(tl_config, instruments, 16);
TL_AT(tl_config, role_count, 24);
TL_AT(tl_config, reserved, 28);
TL_AT(tl_config, bar_interval_ns, 32);

TL_SIZE(tl_instance, 48);
TL_AT(tl_instance, size, 0);
TL_AT(tl_instance, abi, 4);
TL_AT(tl_instance, self, 8);
TL_AT(tl_instance, start, 16);
TL_AT(tl_instance, stop, 24);
TL_AT(tl_instance, destroy, 32);
TL_AT(tl_instance, get, 40);

TL_SIZE(tl_entry, 40);
TL_AT(tl_entry, size, 0);
TL_AT(tl_entry, abi, 4);
TL_AT(tl_entry, sdk, 8);
TL_AT(tl_entry, count, 16);
TL_AT(tl_entry, reserved, 20);
TL_AT(tl_entry, describe, 24);
TL_AT(tl_entry, create, 32);

TL_SIZE(tl_ext_state, 24);
TL_AT(tl_ext_state, size, 0);
TL_AT(tl_ext_state, reserved, 4);
TL_AT(tl_ext_state, save, 8);
TL_AT(tl_ext_state, load, 16);

TL_SIZE(tl_ev, 40);
TL_AT(tl_ev, size, 0);
TL_AT(tl_ev, type, 4);
TL_AT(tl_ev, flags, 6);
TL_AT(tl_ev, inst, 8);
TL_AT(tl_ev, reserved, 12);
TL_AT(tl_ev, seq, 16);
TL_AT(tl_ev, ts_event, 24);
TL_AT(tl_ev, ts_recv, 32);

TL_SIZE(tl_ev_bar, 120);
TL_AT(tl_ev_bar, h, 0);
TL_AT(tl_ev_bar, interval_ns, 40);
TL_AT(tl_ev_bar, open, 48);
TL_AT(tl_ev_bar, high, 56);
TL_AT(tl_ev_bar, low, 64);
TL_AT(tl_ev_bar, close, 72);
TL_AT(tl_ev_bar, volume, 80);
TL_AT(tl_ev_bar, quote_volume_e8, 88);
TL_AT(tl_ev_bar, taker_buy_volume, 96);
TL_AT(tl_ev_bar, trades, 104);
TL_AT(tl_ev_bar, known, 112);

TL_SIZE(tl_ev_trade, 64);
TL_AT(tl_ev_trade, h, 0);
TL_AT(tl_ev_trade, price, 40);
TL_AT(tl_ev_trade, qty, 48);
TL_AT(tl_ev_trade, aggressor, 56);
TL_AT(tl_ev_trade, reserved, 60);

TL_SIZE(tl_level, 16);
TL_AT(tl_level, price, 0);
TL_AT(tl_level, qty, 8);

TL_SIZE(tl_ev_book, 48);
TL_AT(tl_ev_book, h, 0);
TL_AT(tl_ev_book, bids, 40);
TL_AT(tl_ev_book, asks, 42);
TL_AT(tl_ev_book, reserved, 44);

TL_SIZE(tl_ev_funding, 64);
TL_AT(tl_ev_funding, h, 0);
TL_AT(tl_ev_funding, rate_e12, 40);
TL_AT(tl_ev_funding, interval_ns, 48);
TL_AT(tl_ev_funding, mark_e8, 56);

TL_SIZE(tl_ev_mark, 72);
TL_AT(tl_ev_mark, h, 0);
TL_AT(tl_ev_mark, mark_e8, 40);
TL_AT(tl_ev_mark, index_e8, 48);
TL_AT(tl_ev_mark, rate_e12, 56);
TL_AT(tl_ev_mark, next, 64);

TL_SIZE(tl_ev_signal, 72);
TL_AT(tl_ev_signal, h, 0);
TL_AT(tl_ev_signal, source, 40);
TL_AT(tl_ev_signal, reserved, 44);
TL_AT(tl_ev_signal, value, 48);
TL_AT(tl_ev_signal, confidence, 56);
TL_AT(tl_ev_signal, evidence, 64);

TL_SIZE(tl_ev_gap, 64);
TL_AT(tl_ev_gap, h, 0);
TL_AT(tl_ev_gap, from, 40);
TL_AT(tl_ev_gap, to, 48);
TL_AT(tl_ev_gap, cause, 56);
TL_AT(tl_ev_gap, reserved, 60);

TL_SIZE(tl_ev_timer, 48);
TL_AT(tl_ev_timer, h, 0);
TL_AT(tl_ev_timer, timer, 40);
TL_AT(tl_ev_timer, reserved, 44);

TL_SIZE(tl_ev_fill, 96);
TL_AT(tl_ev_fill, h, 0);
TL_AT(tl_ev_fill, order, 40);
TL_AT(tl_ev_fill, client_tag, 48);
TL_AT(tl_ev_fill, side, 56);
TL_AT(tl_ev_fill, liquidity, 60);
TL_AT(tl_ev_fill, price, 64);
TL_AT(tl_ev_fill, qty, 72);
TL_AT(tl_ev_fill, fee_e8, 80);
TL_AT(tl_ev_fill, reserved, 88);

TL_SIZE(tl_ev_order, 72);
TL_AT(tl_ev_order, h, 0);
TL_AT(tl_ev_order, order, 40);
TL_AT(tl_ev_order, client_tag, 48);
TL_AT(tl_ev_order, state, 56);
TL_AT(tl_ev_order, reason, 60);
TL_AT(tl_ev_order, open_qty, 64);

TL_SIZE(tl_ev_account, 88);
TL_AT(tl_ev_account, h, 0);
TL_AT(tl_ev_account, position, 40);
TL_AT(tl_ev_account, average_price, 48);
TL_AT(tl_ev_account, budget_e8, 56);
TL_AT(tl_ev_account, equity_e8, 64);
TL_AT(tl_ev_account, free_margin_e8, 72);
TL_AT(tl_ev_account, wallet, 80);
TL_AT(tl_ev_account, reserved, 84);

TL_SIZE(tl_intent, 128);
TL_AT(tl_intent, size, 0);
TL_AT(tl_intent, type, 4);
TL_AT(tl_intent, flags, 6);
TL_AT(tl_intent, inst, 8);
TL_AT(tl_intent, side, 12);
TL_AT(tl_intent, cause_seq, 16);
TL_AT(tl_intent, client_tag, 24);
TL_AT(tl_intent, target_e9, 32);
TL_AT(tl_intent, qty, 40);
TL_AT(tl_intent, limit_price, 48);
TL_AT(tl_intent, stop_price, 56);
TL_AT(tl_intent, take_price, 64);
TL_AT(tl_intent, expires, 72);
TL_AT(tl_intent, order, 80);
TL_AT(tl_intent, group, 88);
TL_AT(tl_intent, group_size, 92);
TL_AT(tl_intent, unhedged_ns_max, 96);
TL_AT(tl_intent, reason, 104);
TL_AT(tl_intent, trigger, 108);
TL_AT(tl_intent, tif, 110);
TL_AT(tl_intent, timer, 112);
TL_AT(tl_intent, reserved, 116);
TL_AT(tl_intent, note, 120);

TL_SIZE(tl_batch, 48);
TL_AT(tl_batch, size, 0);
TL_AT(tl_batch, count, 4);
TL_AT(tl_batch, first, 8);
TL_AT(tl_batch, bytes, 16);
TL_AT(tl_batch, out, 24);
TL_AT(tl_batch, out_cap, 32);
TL_AT(tl_batch, out_len, 36);
TL_AT(tl_batch, consumed, 40);
TL_AT(tl_batch, reserved, 44);

TL_SIZE(tl_strategy, 24);
TL_AT(tl_strategy, size, 0);
TL_AT(tl_strategy, intents_max, 4);
TL_AT(tl_strategy, process, 8);
TL_AT(tl_strategy, warmup_bars, 16);

#undef TL_SIZE
#undef TL_AT
#endif
