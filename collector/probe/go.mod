module github.com/ticketcap/telemetry/collector/probe

go 1.26.0
