using Massar.Features.TextBooks.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.TextBooks;

public sealed class TextBooksServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<EntryDesk>();
}
