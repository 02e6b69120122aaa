package stories

import "testing"

// Whoever chooses English keeps it from page to page.
func TestTheWindowsSpeakEnglish(t *testing.T) {
	b := Browse(t, Demo(t).URL, How{Width: Narrow, NoScript: true})
	b.Open("/")
	b.Press("English")
	b.Fill("What do you need to do?", "birth registration")
	b.Press("Search")
	b.Press("Birth registration")
	b.See("1 working day", "Free of charge", "What to prepare")
	b.PressIn("header", "Tiếng Việt")
	b.See("01 ngày làm việc", "Không thu phí", "Cần chuẩn bị những gì")
}
