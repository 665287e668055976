using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MicroK8s.Conventions;

namespace MicroK8s.Health.Certificates;

/// <summary>What the dates of certificates mean.</summary>
public static class CertificateRules
{
    /// <summary>Time enough to renew by hand.</summary>
    public static readonly HealthThreshold Expiry = HealthThreshold.Time(
        "CertificateExpiry", TimeSpan.FromDays(14), "How long before its end the expiry of a certificate is reported");

    /// <summary>Somebody has to approve it.</summary>
    public static readonly HealthThreshold RequestGrace = HealthThreshold.Time(
        "CertificateRequestGrace", TimeSpan.FromMinutes(10), "How long a certificate signing request may wait");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthThreshold> Thresholds { get; } = [Expiry, RequestGrace];

    /// <summary>What is wrong with an end of validity: Unhealthy once it has passed.</summary>
    /// <param name="code">Which certificate it is.</param>
    /// <param name="what">What it is called, as the beginning of a sentence.</param>
    /// <param name="end">The end.</param>
    /// <param name="scope">The time, and the threshold.</param>
    /// <param name="advice">What to do.</param>
    /// <returns>Null if it is far away.</returns>
    public static HealthProblem? Judge(
        HealthCode code, string what, DateTimeOffset end, HealthScope scope, string advice)
    {
        TimeSpan left = end - scope.Now;
        if (left > scope.TimeOf(Expiry)) return null;
        string date = $"{end:yyyy-MM-dd HH:mm} UTC";
        return new HealthProblem(
            code,
            left <= TimeSpan.Zero
                ? $"{what} expired {AgeText.Of(-left)} ago, on {date}"
                : $"{what} expires in {AgeText.Of(left)}, on {date}",
            advice)
        {
            Status = left <= TimeSpan.Zero ? HealthStatus.Unhealthy : HealthStatus.Warning,
        };
    }

    /// <summary>
    /// When the last of the authorities of a bundle ends: as long as one is valid, servers can be trusted.
    /// </summary>
    /// <param name="base64">PEM, in base64 as the API has it.</param>
    /// <returns>Null if there is no certificate in it.</returns>
    public static DateTimeOffset? LastEnd(string base64) => Read(base64).Select(End).Max();

    /// <summary>When the first certificate ends: of a server's chain it is its own.</summary>
    /// <param name="base64">PEM, in base64 as the API has it.</param>
    /// <returns>Null if there is no certificate in it.</returns>
    public static DateTimeOffset? OwnEnd(string base64) => Read(base64).Select(End).FirstOrDefault();

    private static DateTimeOffset? End(X509Certificate2 certificate)
    {
        using (certificate) return certificate.NotAfter.ToUniversalTime();
    }

    private static X509Certificate2Collection Read(string base64)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(base64)));
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            // What is no certificate counts as none: the caller says so.
        }

        return all;
    }
}
