using Massar.Features.Escalations.Domain;
using Massar.Features.PupilNotes.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.PupilNotes;

public sealed class PupilNotesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<FileReader>().AddScoped<IWaits, NoteWaits>();
}
