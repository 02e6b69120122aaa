package tickets

import (
	"fmt"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Setting is how the counter of a unit runs. A unit without one is off.
type Setting struct {
	UnitID   string `json:"-"`
	UnitPath string `json:"-"`
	On       bool   `json:"-"`
	Version  int    `json:"-"` // grows with each change; 0 when nothing was ever set

	Queues     []Queue    `json:"queues"`
	Windows    []Window   `json:"windows"`
	Slots      Slots      `json:"slots"`
	Order      Order      `json:"order"`
	Priorities []Priority `json:"priorities"` // those that are asked for
	Limits     Limits     `json:"limits"`
}

// Queue is a line people stand in: a field of work under a letter, which begins its numbers.
type Queue struct {
	Letter string `json:"letter"` // "A" … "Z"
	Name   string `json:"name"`
	NameEn string `json:"name_en,omitempty"`
	Closed bool   `json:"closed,omitempty"` // gives no numbers for now
}

// In returns the name in the reader's language.
func (q Queue) In(lang text.Lang) string {
	if lang == text.En && q.NameEn != "" {
		return q.NameEn
	}
	return q.Name
}

// Window is a desk with a number above it and the queues it calls from.
type Window struct {
	Number int      `json:"number"`
	Queues []string `json:"queues"` // letters
}

// Slots are bookable times: Minutes long, each for Capacity people of a queue, up to Ahead days from
// today. Capacity 0 takes no bookings.
type Slots struct {
	Minutes  int `json:"minutes"`
	Capacity int `json:"capacity"`
	Ahead    int `json:"ahead"`
}

// Limits keep one person from taking all the numbers.
type Limits struct {
	PerPhone   int `json:"per_phone"`   // numbers and bookings made in a day for one phone or account
	PerAddress int `json:"per_address"` // numbers and bookings in ten minutes from one address
}

// Order is the rule by which people with priority are called.
type Order string

// The orders.
const (
	PriorityFirst Order = "priority-first" // before everybody else
	TurnAbout     Order = "turn-about"     // one with priority, one without
	ByNumber      Order = "by-number"      // nobody before anybody
)

// Orders lists them as the settings offer them.
var Orders = []Order{PriorityFirst, TurnAbout, ByNumber}

// Priority is a reason for being called earlier, as the holder states it; the officer sees it.
type Priority string

// The reasons; "" is none.
const (
	Elderly     Priority = "elderly" // 80 years and older
	Disabled    Priority = "disabled"
	Pregnant    Priority = "pregnant" // or with a small child in arms
	Meritorious Priority = "meritorious"
)

// Priorities lists all of them.
var Priorities = []Priority{Elderly, Disabled, Pregnant, Meritorious}

// Channel is where a number was taken.
type Channel string

// The channels.
const (
	AtKiosk Channel = "kiosk"
	AtPage  Channel = "page"
	AtDesk  Channel = "desk"
	Booked  Channel = "booking"
)

// Ticket is a number held by somebody on one day.
type Ticket struct {
	ID       string
	UnitID   string
	UnitPath string
	Day      clock.Date
	Letter   string // of its number
	Number   int
	Queue    string // where it waits: its letter, or another after a transfer
	Secret   string // opens its page
	Channel  Channel
	Priority Priority
	State    State
	Version  int
	Window   int // that called it last, 0 before
	Officer  string
	SlotAt   time.Time // of the booking it came from; zero without one
	TakenAt  time.Time
	CalledAt time.Time // last; zero before
}

// Code is what is called out: A012.
func (t Ticket) Code() string { return fmt.Sprintf("%s%03d", t.Letter, t.Number) }

// Subject names the ticket in the trail.
func (t Ticket) Subject() string { return "tickets/" + t.ID }

// Waits tells whether it can be called.
func (t Ticket) Waits() bool { return t.State == Waiting || t.State == Transferred }

// Here tells whether its holder is asked to, or at, a window.
func (t Ticket) Here() bool { return t.State == Called || t.State == Serving }

// Booking is a slot kept for somebody.
type Booking struct {
	ID        string
	UnitID    string
	UnitPath  string
	Code      string // eight letters and digits; opens its page
	Letter    string
	Day       clock.Date
	StartAt   time.Time
	Name      string
	Phone     string // "+84…"
	AccountID string // of a citizen signed in
	Priority  Priority
	State     BookingState
	TicketID  string // once arrived
	Version   int
	MadeAt    time.Time
}

// Subject names the booking in the trail.
func (b Booking) Subject() string { return "tickets/booking/" + b.ID }

// BookingState is where a booking stands.
type BookingState string

// The states of a booking.
const (
	BookingOpen      BookingState = "booked"
	BookingCancelled BookingState = "cancelled"
	BookingArrived   BookingState = "arrived"
	BookingMissed    BookingState = "missed"
)

// Desk is an officer at a window.
type Desk struct {
	UnitID    string
	Window    int
	AccountID string
	Officer   string
	Paused    bool
	Since     time.Time
}

// Device is a machine that takes numbers in the waiting room.
type Device struct {
	ID        string
	UnitID    string
	Name      string
	MadeAt    time.Time
	RevokedAt time.Time // zero while it may
}

// Queue returns the queue with the letter.
func (s Setting) Queue(letter string) (Queue, bool) {
	i := slices.IndexFunc(s.Queues, func(q Queue) bool { return q.Letter == letter })
	if i < 0 {
		return Queue{}, false
	}
	return s.Queues[i], true
}

// Window returns the window with the number.
func (s Setting) Window(number int) (Window, bool) {
	i := slices.IndexFunc(s.Windows, func(w Window) bool { return w.Number == number })
	if i < 0 {
		return Window{}, false
	}
	return s.Windows[i], true
}

// Open lists the queues that give numbers.
func (s Setting) Open() []Queue {
	return slices.DeleteFunc(slices.Clone(s.Queues), func(q Queue) bool { return q.Closed })
}

// TakesBookings tells whether slots can be booked.
func (s Setting) TakesBookings() bool { return s.On && s.Slots.Capacity > 0 }
