using System.Xml.Linq;
using Kmip.TestSupport;

namespace Kmip.Architecture.Tests;

/// <summary>Who may know whom: the references of every shipped project, held to one table.</summary>
public sealed class ReferenceTests
{
    /// <summary>Project -> the projects of ours and the packages or frameworks it may reference, and no others.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Kmip.Ttlv"] = [],
        ["Kmip.Protocol"] = ["Kmip.Ttlv"],
        ["Kmip.Client"] = ["Kmip.Protocol"],
        ["Kmip.KeyProviders"] = [],
        ["Kmip.KeyProviders.Aws"] = ["Kmip.KeyProviders", "AWSSDK.KeyManagementService", "AWSSDK.SecurityToken"],
        ["Kmip.KeyProviders.Azure"] = ["Kmip.KeyProviders", "Azure.Core"],
        ["Kmip.KeyProviders.Gcp"] = ["Kmip.KeyProviders", "Google.Apis.Auth"],
        ["Kmip.Server"] =
        [
            "Kmip.Protocol", "Kmip.KeyProviders", "Microsoft.Extensions.DependencyInjection.Abstractions",
            "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options",
        ],
        ["Kmip.Server.Kestrel"] = ["Kmip.Server", "Microsoft.AspNetCore.App"],
        ["Kmip.ProxyHost"] = ["Kmip.Server.Kestrel", "Kmip.Client", "Kmip.KeyProviders.Aws", "Kmip.KeyProviders.Gcp", "System.CommandLine"],
    };

    public static TheoryData<string> ShippedProjects() =>
        [.. Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(ShippedProjects))]
    public void A_project_references_only_what_the_table_allows(string project)
    {
        XDocument file = XDocument.Load(Path.Combine(SharedData.RepositoryRoot, "src", project, project + ".csproj"));
        IEnumerable<string> references = file.Descendants()
            .Where(element => element.Name.LocalName is "ProjectReference" or "PackageReference" or "FrameworkReference")
            .Where(element => (string?)element.Attribute("PrivateAssets") != "all")
            .Select(element => Path.GetFileNameWithoutExtension(((string)element.Attribute("Include")!).Replace('\\', '/') + ".x"))
            .Select(name => name.EndsWith(".csproj", StringComparison.Ordinal) ? name[..^".csproj".Length] : name);

        Assert.True(Allowed.TryGetValue(project, out string[]? allowed), $"{project} is not in the table of this test.");
        Assert.Empty(references.Except(allowed!, StringComparer.Ordinal));
    }
}
