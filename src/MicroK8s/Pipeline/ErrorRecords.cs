using System.Management.Automation;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Pipeline;

/// <summary>The only place that makes error records: the fault's name is the error id.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(ClusterException exception)
    {
        var record = new ErrorRecord(
            exception, exception.Fault.ToString(), CategoryOf(exception.Fault), exception.Target);
        if (exception.Advice is not null)
        {
            record.ErrorDetails = new ErrorDetails(exception.Message)
            {
                RecommendedAction = exception.Advice,
            };
        }

        return record;
    }

    /// <summary>Whether no other record of the pipeline can succeed either.</summary>
    public static bool EndsPipeline(ClusterFault fault) => fault
        is ClusterFault.Unreachable or ClusterFault.NotAuthenticated or ClusterFault.NotKubernetes
        or ClusterFault.AnswerTooLarge or ClusterFault.KubeConfigNotFound or ClusterFault.InvalidKubeConfig
        or ClusterFault.ContextNotFound
        or ClusterFault.CertificateExpired or ClusterFault.CredentialPluginFailed;

    private static ErrorCategory CategoryOf(ClusterFault fault) => fault switch
    {
        ClusterFault.ResourceNotFound or ClusterFault.NamespaceNotFound or ClusterFault.RevisionNotFound
            or ClusterFault.SubsetNotFound or ClusterFault.RouteNotFound or ClusterFault.KubeConfigNotFound
            or ClusterFault.ContextNotFound or ClusterFault.CommandNotFound => ErrorCategory.ObjectNotFound,
        ClusterFault.AlreadyExists => ErrorCategory.ResourceExists,
        ClusterFault.Conflict or ClusterFault.OwnedByController or ClusterFault.ReceivesTraffic
            or ClusterFault.DrainBlocked =>
            ErrorCategory.ResourceBusy,
        ClusterFault.InvalidSpec or ClusterFault.InvalidKubeConfig => ErrorCategory.InvalidData,
        ClusterFault.NotAuthenticated or ClusterFault.CertificateExpired or ClusterFault.CredentialPluginFailed =>
            ErrorCategory.AuthenticationError,
        ClusterFault.AccessDenied or ClusterFault.ProtectedObject => ErrorCategory.PermissionDenied,
        ClusterFault.Unreachable or ClusterFault.NotKubernetes => ErrorCategory.ConnectionError,
        ClusterFault.CommandError => ErrorCategory.FromStdErr,
        ClusterFault.CommandFailed or ClusterFault.GateFailed or ClusterFault.GateInconclusive =>
            ErrorCategory.InvalidResult,
        ClusterFault.PortForwardFailed => ErrorCategory.OpenError,
        ClusterFault.KindNotSupported => ErrorCategory.NotImplemented,
        ClusterFault.DeadlineExceeded or ClusterFault.RolloutTimeout => ErrorCategory.OperationTimeout,
        ClusterFault.AmbiguousRoute or ClusterFault.AmbiguousWorkload or ClusterFault.ThirdDestination
            or ClusterFault.RouteUnreachable => ErrorCategory.InvalidArgument,
        ClusterFault.QuotaExceeded => ErrorCategory.QuotaExceeded,
        ClusterFault.AnswerTooLarge => ErrorCategory.LimitsExceeded,
        ClusterFault.SubsetNotReady or ClusterFault.NoReadyPod or ClusterFault.MetricsUnavailable =>
            ErrorCategory.ResourceUnavailable,
        _ => ErrorCategory.OperationStopped,
    };
}
