/// The servers that all tests of a run share: those of the environment, else one of each kind, started when first asked for.
package enum SharedServers {}
