using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kmip.Interop.Tests.PyKmip;

/// <summary>One call of PyKMIP's client, as <c>client.py</c> reads it. <c>$k</c> as an identifier is that of the earlier step kept as <c>k</c>.</summary>
internal sealed record PyKmipStep(string Do)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string? Uid { get; init; }

    /// <summary>The name to keep the identifier under.</summary>
    public string? As { get; init; }

    public string? Name { get; init; }

    /// <summary>The names of the attributes that are wanted.</summary>
    public string[]? Names { get; init; }

    public int? Length { get; init; }

    /// <summary>A key, in hexadecimal.</summary>
    public string? Value { get; init; }

    public string? State { get; init; }

    public string? Reason { get; init; }

    /// <summary>Maximum Items of a Locate.</summary>
    public int? Most { get; init; }

    /// <summary>Offset Items of a Locate.</summary>
    public int? Offset { get; init; }

    /// <summary>In hexadecimal.</summary>
    public string? Data { get; init; }

    /// <summary>In hexadecimal.</summary>
    public string? Iv { get; init; }

    public static PyKmipStep Get(string uid) => new("get") { Uid = uid };

    public static PyKmipStep Create(string name, int length = 256, string? keep = null) => new("create") { Name = name, Length = length, As = keep };

    public static PyKmipStep Register(string name, byte[] key, string? keep = null) =>
        new("register") { Name = name, Value = Convert.ToHexStringLower(key), As = keep };

    public static PyKmipStep Activate(string uid) => new("activate") { Uid = uid };

    public static PyKmipStep StateOf(string uid) => new("state") { Uid = uid };

    public static PyKmipStep Attributes(string uid, params string[] names) => new("attributes") { Uid = uid, Names = names };

    public static PyKmipStep AttributeList(string uid) => new("attribute_list") { Uid = uid };

    public static PyKmipStep Locate(string? name = null, string? state = null) => new("locate") { Name = name, State = state };

    public static PyKmipStep Revoke(string uid, string reason = "CESSATION_OF_OPERATION") => new("revoke") { Uid = uid, Reason = reason };

    public static PyKmipStep Destroy(string uid) => new("destroy") { Uid = uid };

    public static PyKmipStep Encrypt(string uid, byte[] data, byte[] iv) =>
        new("encrypt") { Uid = uid, Data = Convert.ToHexStringLower(data), Iv = Convert.ToHexStringLower(iv) };

    public static PyKmipStep Decrypt(string uid, string data, byte[] iv) => new("decrypt") { Uid = uid, Data = data, Iv = Convert.ToHexStringLower(iv) };

    /// <summary>The request that <c>client.py</c> reads: a connection for each session.</summary>
    public static string Request(PyKmipEndpoint endpoint, IEnumerable<PyKmipSession> sessions) => JsonSerializer.Serialize(
        new
        {
            endpoint.Host,
            endpoint.Port,
            endpoint.Ca,
            endpoint.Pem,
            Sessions = sessions.Select(session => new { session.Version, session.Steps, session.Pem }),
        },
        Json);
}
