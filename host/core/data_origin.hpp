#pragma once

namespace tradelab {

// Whether numbers come from a market that was, or from one that never was.  What is synthetic says
// so wherever it is shown.
enum class DataOrigin { recorded, synthetic };

}  // namespace tradelab
