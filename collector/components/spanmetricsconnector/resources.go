package spanmetricsconnector

import (
	"slices"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatautil"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

// resource is what was counted for spans whose resources are the same as far as the configuration asks.
type resource struct {
	// attributes are those of the first.
	attributes pcommon.Map
	series     map[string]*series
}

// resources are as many as resource_metrics_cache_size, and those that had to make room since the last flush.
type resources struct {
	keyAttributes []string
	recent        *simplelru.LRU[[16]byte, *resource]
	evicted       map[[16]byte]*resource
}

func newResources(size int, keyAttributes []string) (*resources, error) {
	r := &resources{keyAttributes: keyAttributes, evicted: map[[16]byte]*resource{}}
	var err error
	r.recent, err = simplelru.NewLRU(size, func(key [16]byte, made *resource) { r.evicted[key] = made })
	return r, err
}

// of is the resource with these attributes.
func (r *resources) of(attributes pcommon.Map) *resource {
	key := r.key(attributes)
	found, ok := r.recent.Get(key)
	if ok {
		return found
	}
	if found, ok = r.evicted[key]; ok {
		delete(r.evicted, key)
	} else {
		found = &resource{attributes: pcommon.NewMap(), series: map[string]*series{}}
		attributes.CopyTo(found.attributes)
	}
	r.recent.Add(key, found)
	return found
}

func (r *resources) key(attributes pcommon.Map) [16]byte {
	if len(r.keyAttributes) == 0 {
		return pdatautil.MapHash(attributes)
	}
	asked := pcommon.NewMap()
	attributes.CopyTo(asked)
	asked.RemoveIf(func(key string, _ pcommon.Value) bool { return !slices.Contains(r.keyAttributes, key) })
	return pdatautil.MapHash(asked)
}

// flush visits all, and forgets those that had to make room.
func (r *resources) flush(visit func(*resource)) {
	for _, one := range r.recent.Values() {
		visit(one)
	}
	for _, one := range r.evicted {
		visit(one)
	}
	clear(r.evicted)
}
