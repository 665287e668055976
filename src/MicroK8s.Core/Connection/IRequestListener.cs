namespace MicroK8s.Connection;

/// <summary>
/// Hears of the requests of one flow of calls (<see cref="RequestLog"/>), on any thread and in the order in which their
/// answers come. What it is told has no credentials and no secret values.
/// </summary>
public interface IRequestListener
{
    /// <summary>Whether bodies are wanted too; if not, none is read for it.</summary>
    bool WantsBodies { get; }

    /// <summary>Hears of a request as soon as the headers of its answer are there, or that there is none.</summary>
    /// <param name="request">The request.</param>
    void Answered(RequestNote request);

    /// <summary>Hears of a body, after <see cref="Answered"/>; not of those of streams.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isAnswer">Whether it is the body of the answer.</param>
    /// <param name="body">The body as <see cref="BodyText"/> shows it.</param>
    void Exchanged(RequestNote request, bool isAnswer, string body);
}
