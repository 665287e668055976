using System.Net;

namespace MicroK8s.KubeApi.Requests;

/// <summary>The content of an answer, of which somebody hears when it has been read.</summary>
internal sealed class HeardContent : HttpContent
{
    private readonly HttpContent _content;
    private readonly Action<ReadOnlyMemory<byte>> _heard;

    /// <param name="content">The content; it is disposed of with this.</param>
    /// <param name="heard">Hears of it once.</param>
    public HeardContent(HttpContent content, Action<ReadOnlyMemory<byte>> heard)
    {
        (_content, _heard) = (content, heard);
        foreach ((string name, IEnumerable<string> values) in content.Headers)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new HeardStream(await _content.ReadAsStreamAsync().ConfigureAwait(false), _heard);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new HeardStream(await _content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _heard);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        Stream body = await CreateContentReadStreamAsync().ConfigureAwait(false);
        await using (body.ConfigureAwait(false)) await body.CopyToAsync(stream).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _content.Dispose();
        base.Dispose(disposing);
    }
}
