using MicroK8s.Connection;

namespace MicroK8s.KubeApi.Requests;

/// <summary>Reads the answer of a service, which is bounded like any other.</summary>
internal static class ServiceAnswer
{
    public static async Task<HttpAnswer> ReadAsync(
        HttpResponseMessage response, long mostBytes, CancellationToken cancellationToken)
    {
        Stream body = new LimitedStream(
            await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), mostBytes);
        await using (body.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            await body.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return new HttpAnswer((int)response.StatusCode, bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
        }
    }
}
