using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Xml.Linq;
using Kmip.FakeAws.Hosting;
using Kmip.FakeAws.Signing;

namespace Kmip.FakeAws.Sts;

/// <summary>A role and who may assume it.</summary>
public sealed class FakeRole
{
    public required string Arn { get; init; }

    /// <summary>The external id the trust policy asks for; null: none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The web identity token that may assume it; null: none may.</summary>
    public string? WebIdentityToken { get; set; }

    /// <summary>What sessions may do; null: all.</summary>
    public IReadOnlySet<string>? Allowed { get; init; }
}

/// <summary>AssumeRole and AssumeRoleWithWebIdentity in the XML of the query protocol.</summary>
public sealed class StsService(ConcurrentDictionary<string, Principal> principals)
{
    private static readonly XNamespace Xml = "https://sts.amazonaws.com/doc/2011-06-15/";
    private readonly ConcurrentDictionary<string, FakeRole> _roles = new();

    /// <summary>The sessions that were issued, in order.</summary>
    public ConcurrentQueue<Principal> Sessions { get; } = new();

    public FakeRole Add(FakeRole role)
    {
        _roles[role.Arn] = role;
        return role;
    }

    internal XElement Handle(string action, IReadOnlyDictionary<string, string> form, DateTimeOffset now)
    {
        FakeRole role = _roles.GetValueOrDefault(form.GetValueOrDefault("RoleArn", string.Empty)) ?? throw new FakeServiceException("AccessDenied", 403);
        if (form.GetValueOrDefault("RoleSessionName", string.Empty).Length < 2)
        {
            throw new FakeServiceException("ValidationError", 400);
        }

        switch (action)
        {
            case "AssumeRole" when role.ExternalId != form.GetValueOrDefault("ExternalId"):
                throw new FakeServiceException("AccessDenied", 403);
            case "AssumeRoleWithWebIdentity" when role.WebIdentityToken is null || role.WebIdentityToken != form.GetValueOrDefault("WebIdentityToken"):
                throw new FakeServiceException("InvalidIdentityToken", 400);
            case "AssumeRole" or "AssumeRoleWithWebIdentity":
                int seconds = int.Parse(form.GetValueOrDefault("DurationSeconds", "3600"), System.Globalization.CultureInfo.InvariantCulture);
                return Answer(action, role, Issue(role, now.AddSeconds(seconds)));
            default:
                throw new FakeServiceException("InvalidAction", 400);
        }
    }

    private Principal Issue(FakeRole role, DateTimeOffset expires)
    {
        var session = new Principal
        {
            AccessKeyId = "ASIA" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8)),
            SecretAccessKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)),
            SessionToken = Convert.ToBase64String(RandomNumberGenerator.GetBytes(96)),
            Expires = expires,
            Allowed = role.Allowed,
        };
        principals[session.AccessKeyId] = session;
        Sessions.Enqueue(session);
        return session;
    }

    private static XElement Answer(string action, FakeRole role, Principal session) => new(
        Xml + (action + "Response"),
        new XElement(
            Xml + (action + "Result"),
            new XElement(Xml + "AssumedRoleUser", new XElement(Xml + "Arn", role.Arn + "/session"), new XElement(Xml + "AssumedRoleId", "AROA:session")),
            new XElement(
                Xml + "Credentials",
                new XElement(Xml + "AccessKeyId", session.AccessKeyId),
                new XElement(Xml + "SecretAccessKey", session.SecretAccessKey),
                new XElement(Xml + "SessionToken", session.SessionToken),
                new XElement(Xml + "Expiration", session.Expires!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)))),
        new XElement(Xml + "ResponseMetadata", new XElement(Xml + "RequestId", Guid.NewGuid().ToString())));
}
