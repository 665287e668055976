using System.Globalization;
using System.Text;
using System.Text.Json;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Metrics;

/// <summary>
/// Reads an answer of the query API; the one place that turns what Prometheus, or what stands before it, says into a
/// fault (prometheus/prometheus, web/api/v1/api.go).
/// </summary>
internal static class PrometheusAnswerReader
{
    /// <summary>The answer.</summary>
    /// <param name="answer">What came over HTTP.</param>
    /// <param name="address">The address for messages.</param>
    /// <exception cref="ClusterException">See <see cref="IPrometheus.QueryAsync"/>.</exception>
    public static PrometheusAnswer Read(HttpAnswer answer, string address)
    {
        JsonElement json = Whole(answer, address, "api/v1/query");
        try
        {
            return ReadData(json, address);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException
            or ArgumentOutOfRangeException)
        {
            throw NotPrometheus(address, "a sample of its answer is no time and number");
        }
    }

    /// <summary>The answer of any part of the API, once it is one.</summary>
    /// <exception cref="ClusterException">See <see cref="IPrometheus.QueryAsync"/>.</exception>
    public static JsonElement Whole(HttpAnswer answer, string address, string path)
    {
        JsonElement json = Parse(answer.Body);
        if (answer.IsSuccess && json.Text("status") == "success") return json;
        throw json.Text("status") == "error"
            ? Refused(answer.Status, json, address)
            : Foreign(answer, address, path);
    }

    /// <summary>
    /// The error types of the API. A query that took too long or was stopped, and a storage that fails, may pass; what
    /// is wrong with the expression does not.
    /// </summary>
    private static ClusterException Refused(int status, JsonElement json, string address)
    {
        string said = UntrustedText.Quote(json.Text("error")).TrimEnd('.');
        return json.Text("errorType") switch
        {
            "bad_data" or "execution" => new ClusterException(
                ClusterFault.InvalidSpec, $"Prometheus at {address} refuses the query: {said}.", address,
                "Correct the PromQL expression."),
            var type => new ClusterException(
                ClusterFault.Unreachable,
                $"Prometheus at {address} could not evaluate the query ({type ?? $"{status}"}): {said}.", address,
                "Try again when it is less busy; see its log."),
        };
    }

    private static ClusterException Foreign(HttpAnswer answer, string address, string path) => answer.Status switch
    {
        401 => new ClusterException(
            ClusterFault.NotAuthenticated, $"{address} does not accept the credentials for Prometheus.", address,
            "Give a user and password in the address, or a bearer token."),
        403 => new ClusterException(
            ClusterFault.AccessDenied, $"{address} does not allow to query Prometheus: it answered 403.", address),
        >= 300 and < 400 => NotPrometheus(
            address, $"it answered {answer.Status}, and redirects are not followed"),
        >= 500 or 429 => new ClusterException(
            ClusterFault.Unreachable,
            $"Prometheus at {address} cannot be reached: {answer.Status}"
            + $"{(TextOf(answer.Body) is { Length: > 0 } text ? $", {text.TrimEnd('.')}" : "")}.",
            address, "Check that its pods are ready."),
        _ => NotPrometheus(address, $"it answered {answer.Status} to {path}"),
    };

    private static ClusterException NotPrometheus(string address, string why) => new(
        ClusterFault.Unreachable, $"{address} does not answer as Prometheus does: {why}.", address,
        "Check the address, and the path below which Prometheus serves (--web.route-prefix).");

    private static PrometheusAnswer ReadData(JsonElement json, string address)
    {
        JsonElement data = json.At("data") ?? default;
        (PrometheusResultKind kind, IReadOnlyList<PrometheusSeries> series) = data.Text("resultType") switch
        {
            "vector" => (PrometheusResultKind.Vector, Each(data, item => [Sample(item.At("value"))])),
            "matrix" => (PrometheusResultKind.Matrix, Each(data, item => [.. item.Items("values").Select(
                value => Sample(value))])),
            "scalar" => (PrometheusResultKind.Scalar, new PrometheusSeries[]
            {
                new(new Dictionary<string, string>(), [Sample(data.At("result"))]),
            }),
            "string" => throw new ClusterException(
                ClusterFault.InvalidSpec, "The PromQL expression is a text, not a number.", address),
            var other => throw NotPrometheus(address, $"the type of its result is '{UntrustedText.Quote(other)}'"),
        };
        return new PrometheusAnswer(kind, series)
        {
            Warnings =
            [
                .. json.Items("warnings").Select(warning => UntrustedText.Quote(warning.Text()))
                    .Where(warning => !warning.StartsWith("PromQL ", StringComparison.Ordinal)),
            ],
        };
    }

    private static IReadOnlyList<PrometheusSeries> Each(
        JsonElement data, Func<JsonElement, IReadOnlyList<PrometheusSample>> samples) =>
        [.. data.Items("result").Select(item => new PrometheusSeries(item.Map("metric"), samples(item)))];

    /// <summary>A pair of seconds and a number as text; Go writes <c>NaN</c>, <c>+Inf</c> and <c>-Inf</c>.</summary>
    private static PrometheusSample Sample(JsonElement? pair)
    {
        if (pair is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() != 2
            || array[0].ValueKind != JsonValueKind.Number || array[1].ValueKind != JsonValueKind.String)
        {
            throw new FormatException();
        }

        long milliseconds = checked((long)Math.Round(array[0].GetDouble() * 1000));
        string text = JsonReading.Text(array[1])!;
        double value = text switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
        return new PrometheusSample(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), value);
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>A plain sentence, such as that of the API server's proxy; no page of HTML.</summary>
    private static string TextOf(ReadOnlyMemory<byte> body)
    {
        string text = UntrustedText.Quote(Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 1000)]));
        return text.StartsWith('<') || text.StartsWith('{') ? "" : text;
    }
}
