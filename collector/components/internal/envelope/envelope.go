package envelope

import "fmt"

// Envelope is a decoded envelope.
type Envelope struct {
	Headers map[string]any
	Items   []Item
}

// Item is one decoded item. Headers hold no length: it is written from the payload. Payload is what DecodePayload made.
type Item struct {
	Headers map[string]any
	Payload any
}

// Type is the item's type, or "" when its headers lost it.
func (i Item) Type() string {
	itemType, _ := i.Headers["type"].(string)
	return itemType
}

// Parse decodes a whole envelope.
func Parse(data []byte, limits Limits) (Envelope, error) {
	budget := NewBudget(limits, nil)
	headers, frames, err := Split(data, budget)
	if err != nil {
		return Envelope{}, err
	}
	out := Envelope{Headers: headers}
	for i, frame := range frames {
		item, err := frame.Decode(fmt.Sprintf("items[%d]", i), budget)
		if err != nil {
			return Envelope{}, err
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

// Decode makes an item of a frame. The frame must not be used afterwards.
func (f Frame) Decode(where string, budget *Budget) (Item, error) {
	payload, err := DecodePayload(f, where, budget)
	if err != nil {
		return Item{}, err
	}
	delete(f.Headers, "length")
	return Item{Headers: f.Headers, Payload: payload}, nil
}
