using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MicroK8s.Manifests;

/// <summary>
/// Writes the <c>stringData</c> of a Secret as the <c>data</c> that the server makes of it. Server-side apply would own
/// <c>stringData</c>, which no Secret has once it is stored: a key that a manifest drops would stay for ever.
/// </summary>
internal static class SecretTexts
{
    /// <summary>Encodes the texts; what is no text stays where it is, for the server to refuse.</summary>
    /// <param name="secret">The Secret; it is changed.</param>
    public static void Encode(JsonObject secret)
    {
        if (secret["stringData"] is not JsonObject texts) return;
        if (secret["data"] is null) secret["data"] = new JsonObject();
        if (secret["data"] is not JsonObject data) return;
        foreach ((string key, JsonNode? value) in texts.ToArray())
        {
            if (value?.GetValueKind() != JsonValueKind.String) continue;
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes((string)value!));
            texts.Remove(key);
        }

        if (texts.Count == 0) secret.Remove("stringData");
    }
}
