import { parse } from 'yaml'
import { moduleFile } from './go-modules.ts'
import type { Resolve, Schema } from './schema.ts'

const CORE = 'go.opentelemetry.io/collector'

/** The schema of a component's configuration as its Go module publishes it, and how its references are followed. */
export function componentSchema(module: string): { schema: Schema; resolve: Resolve } {
  const [component = '', version = ''] = module.split('@')
  const versions = new Map([[component, version], ...requiredBy(moduleFile(module, 'go.mod'))])
  /** The package that a schema was read from: references are relative to it. */
  const homes = new Map<Schema, string>()
  const files = new Map<string, Schema>()

  function fileOf(goPackage: string): Schema {
    const known = files.get(goPackage)
    if (known) return known
    const owner = [...versions.keys()]
      .filter((name) => goPackage === name || goPackage.startsWith(`${name}/`))
      .toSorted((a, b) => b.length - a.length)[0]
    if (owner === undefined) throw new Error(`${component} does not need ${goPackage}`)
    const file = `${goPackage.slice(owner.length)}/config.schema.yaml`.replace(/^\//, '')
    const schema = parse(moduleFile(`${owner}@${versions.get(owner)}`, file)) as Schema
    remember(schema, goPackage)
    files.set(goPackage, schema)
    return schema
  }

  function remember(schema: Schema, home: string): void {
    homes.set(schema, home)
    const { $defs = {}, properties = {}, items, additionalProperties, allOf = [] } = schema
    const inner = [...Object.values($defs), ...Object.values(properties), ...allOf]
    for (const one of [...inner, items, additionalProperties]) {
      if (typeof one === 'object') remember(one, home)
    }
  }

  function follow(ref: string, home: string): Schema {
    const dot = ref.lastIndexOf('.')
    const [where, name] =
      dot > ref.lastIndexOf('/') && dot > 0 ? [ref.slice(0, dot), ref.slice(dot + 1)] : ['', ref]
    const goPackage = where === '' ? home : where.replace(/^\.\//, `${home}/`).replace(/^\//, `${CORE}/`)
    const file = fileOf(goPackage)
    const found = file.$defs?.[name] ?? (name === 'config' ? file : undefined)
    if (found === undefined) throw new Error(`${goPackage} defines no ${name}`)
    return found
  }

  const resolve: Resolve = (schema) => {
    const home = homes.get(schema) ?? component
    const parts = [schema, ...(schema.allOf ?? []).flatMap(resolve)]
    return schema.$ref === undefined ? parts : [...parts, ...resolve(follow(schema.$ref, home))]
  }
  return { schema: fileOf(component), resolve }
}

function requiredBy(goMod: string): [module: string, version: string][] {
  return [...goMod.matchAll(/^\s+(\S+\.\S+\/\S+) (v\S+)/gm)].map(([, name = '', version = '']) => [
    name,
    version,
  ])
}
