package envelope

import "fmt"

// The keys of an envelope's tree: {"headers": {...}, "items": [{"headers": {...}, "payload": ...}]}.
const (
	treeHeaders = "headers"
	treeItems   = "items"
	treePayload = "payload"
)

// Tree is the envelope as one value of maps, lists and scalars. It shares memory with the envelope.
func (e Envelope) Tree() map[string]any {
	items := make([]any, len(e.Items))
	for i, item := range e.Items {
		items[i] = map[string]any{treeHeaders: item.Headers, treePayload: item.Payload}
	}
	return map[string]any{treeHeaders: e.Headers, treeItems: items}
}

// FromTree is the inverse of Tree. Rules may have changed any value and removed any key in between; headers that are
// gone become empty, an item that is no map any more or lost its type is an error.
func FromTree(tree map[string]any) (Envelope, error) {
	headers, _ := tree[treeHeaders].(map[string]any)
	items, isList := tree[treeItems].([]any)
	if !isList {
		return Envelope{}, &Error{CodeShape, "tree", "no list of items", "Keep items a list"}
	}
	out := Envelope{Headers: headers}
	for i, value := range items {
		object, _ := value.(map[string]any)
		itemHeaders, _ := object[treeHeaders].(map[string]any)
		item := Item{Headers: itemHeaders, Payload: object[treePayload]}
		if item.Type() == "" {
			return Envelope{}, &Error{CodeShape, fmt.Sprintf("items[%d]", i), "no item type", "Keep headers.type of every item"}
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}
