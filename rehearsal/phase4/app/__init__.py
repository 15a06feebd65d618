"""The Phase 4 service: canary roll-outs, experiments, feedback and recommendations."""

SERVICE_NAME = "phase4"
