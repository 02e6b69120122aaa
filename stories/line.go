package stories

import (
	"github.com/chromedp/cdproto/network"
)

// Line makes the browser's line as fast as that, in bytes a second both ways; 0 cuts it.
func (b *Browser) Line(bytes float64) {
	b.t.Helper()
	b.do("changing the line", call(network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Latency: 40, DownloadThroughput: bytes * 4, UploadThroughput: bytes, Offline: bytes == 0}}}))
	b.do("telling of the line", call(network.OverrideNetworkState, network.OverrideNetworkStateParams{
		Offline: bytes == 0, Latency: 40, DownloadThroughput: bytes * 4, UploadThroughput: bytes}))
}
