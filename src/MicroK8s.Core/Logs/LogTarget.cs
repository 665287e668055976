using MicroK8s.Connection;
using MicroK8s.Resources;

namespace MicroK8s.Logs;

/// <summary>A microservice to read the logs of.</summary>
/// <param name="Session">Its cluster.</param>
/// <param name="Workload">Its Deployment, StatefulSet or DaemonSet.</param>
/// <param name="Selection">Which of its pods and containers.</param>
public sealed record LogTarget(IClusterSession Session, KubeObject Workload, LogSelection Selection);
