ls && pwd
