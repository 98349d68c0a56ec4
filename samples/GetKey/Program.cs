// Creates a key on a KMIP server, activates it and fetches it.
//   dotnet run --project samples/GetKey -- HOST PORT CLIENT.pem CA.pem
using System.Security.Cryptography.X509Certificates;
using Kmip.Client;
using Kmip.Protocol;

if (args.Length != 4)
{
    Console.Error.WriteLine("usage: GetKey HOST PORT CLIENT.pem CA.pem");
    return 2;
}

// One PEM file holds the client's certificate and its private key.
using X509Certificate2 clientCertificate = X509Certificate2.CreateFromPemFile(args[2]);
using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(args[3]);

await using KmipClient client = await KmipClient.ConnectAsync(new KmipClientOptions
{
    Host = args[0],
    Port = int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture),
    ClientCertificate = clientCertificate,
    TrustedAuthorities = [authority],
});
Console.WriteLine($"The server speaks KMIP {client.Version}.");

try
{
    CreateResponse created = await client.SendAsync(new CreateRequest
    {
        ObjectType = ObjectType.SymmetricKey,
        Attributes = new AttributeList
        {
            CryptographicAlgorithm = CryptographicAlgorithm.AES,
            CryptographicLength = 256,
            CryptographicUsageMask = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt,
        },
    });
    await client.SendAsync(new ActivateRequest { UniqueIdentifier = created.UniqueIdentifier });

    // The response owns the key: its memory is zeroed when it is disposed.
    using GetResponse key = await client.SendAsync(new GetRequest { UniqueIdentifier = created.UniqueIdentifier });
    Console.WriteLine($"{key.ObjectType} {key.UniqueIdentifier}, {key.Object!.FindKeyBlock()!.CryptographicLength} bits");
    return 0;
}
catch (KmipOperationFailedException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
