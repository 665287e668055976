using MicroK8s.Errors;

namespace MicroK8s.Metrics;

/// <summary>
/// Asks a Prometheus, or what speaks its query API (Thanos, Mimir, VictoriaMetrics). Thread-safe.
/// </summary>
public interface IPrometheus
{
    /// <summary>Where it is, for messages; without credentials.</summary>
    string Address { get; }

    /// <summary>
    /// Evaluates an expression at one instant (prometheus.io, "HTTP API", <c>/api/v1/query</c>).
    /// </summary>
    /// <param name="query">The expression and the instant.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// Unreachable: no answer, no Prometheus, or one that is overloaded; AccessDenied (<c>get services/proxy</c>, or
    /// what stands before it); NotAuthenticated; ResourceNotFound: the Service is gone; AnswerTooLarge; InvalidSpec:
    /// the expression is wrong, with Prometheus' own words.
    /// </exception>
    Task<PrometheusAnswer> QueryAsync(PrometheusQuery query, CancellationToken cancellationToken);
}
