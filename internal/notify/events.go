package notify

// Told says that somebody was told; the room hears it itself and sees what has to leave the house.
type Told struct{ Notice string }

// Kind is the message's name in the queue.
func (Told) Kind() string { return "notify.told" }

// Send asks that a delivery be carried out of the house.
type Send struct{ Delivery string }

// Kind is the message's name in the queue.
func (Send) Kind() string { return "notify.send" }
